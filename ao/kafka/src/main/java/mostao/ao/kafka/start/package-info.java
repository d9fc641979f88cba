/**
 * What every program does before it works: says in one line why it can't start, and waits for a
 * broker that can't be found yet.
 *
 * <p>Imports {@code ao.secret} and Kafka's client; no framework, so that the gateway, the messenger
 * and the services share it. A refusal names the setting and the remedy; a bug keeps its stack
 * trace; either way the program ends with exit code 1.
 */
package mostao.ao.kafka.start;
