/**
 * The only writer of the inbox topics and of the directory.
 *
 * <p>Imports {@code ao.message}, {@code ao.wire} and the Kafka client. What is said to be delivered
 * was acknowledged by all in-sync replicas; records that one caller hands over in order stand in
 * order on their partition.
 */
package mostao.gateway.inbox;
