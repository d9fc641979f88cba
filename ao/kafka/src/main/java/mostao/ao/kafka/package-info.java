/**
 * Kafka code that services, messenger and gateway share.
 *
 * <p>Imports {@code ao.turn}, {@code ao.wire} and Kafka's client; no framework, so that both may
 * use it. Decisions that need no Kafka are in {@code ao.turn}, where the simulator uses them too.
 */
package mostao.ao.kafka;
