/**
 * What the gateway answers instead of what was asked for: a refusal as a value, with its status,
 * code and sentence.
 *
 * <p>Imports the JDK and {@code ao.kafka.BrokerUnavailable}. Everything here is immutable; every
 * sentence names the value that was refused and what would be right.
 */
package mostao.gateway.answer;
