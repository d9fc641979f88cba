/**
 * The outbox: Results and dead letters on their way to Kafka.
 *
 * <p>Imports {@code ao.wire}, the settings and the Kafka client.
 *
 * <p>Guarantees: {@code publish} returns when every record was acknowledged by all replicas, or
 * throws {@link mostao.ao.turn.BrokenDependency}.
 */
package mostao.ao.runtime.outbox;
