/**
 * Reading topics as a whole, outside any consumer group: every gateway sees every record.
 *
 * <p>Imports the Kafka client, {@code ao.wire} and {@code gateway.answer}. A tail never commits
 * anything, survives the broker's absence and goes on where it was.
 */
package mostao.gateway.tail;
