/**
 * Live streams: the evaluations of a process, and the messages to a wallet, as server-sent events.
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code
 * gateway.edge.limits} and {@code gateway.units}. From its {@code Last-Event-ID} on a client gets
 * every event once and in order, from any gateway, or is told of the gap. A client that does not
 * read is disconnected; the memory of a stream is bounded; the reader's right is checked again
 * while the stream is open. Nothing blocks.
 */
package mostao.gateway.streams;
