/**
 * Reading topics as a whole, outside any consumer group: every gateway sees every record.
 *
 * <p>Imports the Kafka client alone. A tail never commits anything, survives the broker's absence
 * and goes on where it was.
 */
package mostao.gateway.tail;
