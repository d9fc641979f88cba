/**
 * What a service's inbox and the gateway's messenger do alike with a Kafka consumer.
 *
 * <p>Imports {@code ao.turn} and Kafka's client; no framework, so that both may use it. What is
 * decided without Kafka stands in {@code ao.turn}, where the simulator uses it too.
 */
package mostao.ao.kafka;
