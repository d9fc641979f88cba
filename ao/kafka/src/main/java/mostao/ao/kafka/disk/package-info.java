/**
 * The room on the brokers' disks.
 *
 * <p>Imports {@code ao.kafka}'s client settings and the Kafka client. An answer is what the brokers
 * say at that moment; that they don't is a failure, never a number. Nothing blocks.
 */
package mostao.ao.kafka.disk;
