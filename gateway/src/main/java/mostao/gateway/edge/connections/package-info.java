/**
 * Connections as they are accepted: how many an address has, and how long one may say or read
 * nothing.
 *
 * <p>Imports {@code gateway.edge.limits}, Netty and Vert.x. A client that is slow to send or to
 * read costs a bounded time and a bounded number of bytes, and harms no other client. Runs on event
 * loops, never blocks.
 */
package mostao.gateway.edge.connections;
