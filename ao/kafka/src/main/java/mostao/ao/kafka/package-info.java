/**
 * Kafka code that services, messenger and gateway share.
 *
 * <p>Imports {@code ao.turn} and Kafka's client; no framework, so that both may use it. What is
 * decided without Kafka stands in {@code ao.turn}, where the simulator uses it too.
 */
package mostao.ao.kafka;
