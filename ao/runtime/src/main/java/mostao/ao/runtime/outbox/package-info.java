/**
 * The outbox: Results and dead letters on their way to Kafka.
 *
 * <p>Imports {@code ao.wire}, the settings and the Kafka client.
 *
 * <p>Guarantees: {@code publish} returns when every record was acknowledged by all replicas, or
 * throws {@link mostao.ao.turn.BrokenDependency}. Records of one process are on the topic in the
 * order they were handed over, apart from repetitions.
 */
package mostao.ao.runtime.outbox;
