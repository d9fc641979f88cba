/**
 * What every program needs when it starts: refuses a setting it does not know, and says in one line
 * why it can't start.
 *
 * <p>Imports {@code ao.secret} and a logging interface; no framework and no Kafka, whose failures
 * it knows by their names, so that the gateway, the messenger and the services share it. What an
 * operator can mend is said with the setting and the remedy; a bug keeps its stack trace; either
 * way the program ends with exit code 1.
 */
package mostao.ao.start;
