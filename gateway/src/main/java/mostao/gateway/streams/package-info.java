/**
 * What happens, as it happens: the evaluations of a process, the messages to a wallet.
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code gateway.limits},
 * {@code gateway.directory}, {@code gateway.reads}, {@code gateway.units}, {@code gateway.tail} and
 * the Kafka client; knows nothing of HTTP. A stream gives every event once and in order, on
 * whichever gateway it goes on behind the last event that was seen; what can no longer be given is
 * announced as a gap. Events are pulled when the client has room for them, so that no queue grows
 * for a client that does not read.
 */
package mostao.gateway.streams;
