/**
 * Writes records to topics, those of a busy moment together if the program wants it, and again and
 * again while the broker is away.
 *
 * <p>Imports {@code ao.message}, {@code ao.wire}, {@code ao.kafka} and the Kafka client. A record
 * that was delivered is acknowledged by all in-sync replicas; records that one caller hands over in
 * order are in that order on their partition, and leave in as few requests as they fit into.
 */
package mostao.ao.kafka.publish;
