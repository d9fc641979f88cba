/**
 * Which processes exist, and by which module they are evaluated: the topic {@code ao.processes},
 * held in memory.
 *
 * <p>Imports {@code ao.wire}, {@code gateway.tail} and the Kafka client. A look-up after {@link
 * mostao.gateway.directory.Directory#catchUp} sees every process that was recorded before the call,
 * whichever gateway recorded it; no process is forgotten.
 */
package mostao.gateway.directory;
