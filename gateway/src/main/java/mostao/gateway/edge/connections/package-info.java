/**
 * The connections below HTTP: how many an address has, how long one may take to say what it wants,
 * and how much it may leave unread.
 *
 * <p>Imports {@code gateway.limits}, Netty and Vert.x. What is closed here gets no answer: there is
 * no request yet, or nobody who reads. Everything runs on event loops and never blocks.
 */
package mostao.gateway.edge.connections;
