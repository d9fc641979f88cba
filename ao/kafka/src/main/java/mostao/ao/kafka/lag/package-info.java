/**
 * How many records wait for the consumer groups of a deployment.
 *
 * <p>Imports {@code ao.wire}, {@code ao.kafka} and the Kafka client. Asks the broker; holds no
 * state.
 */
package mostao.ao.kafka.lag;
