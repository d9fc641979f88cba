/**
 * Dead letters: records that are not messages, or Results that could not be delivered, each with
 * the reason.
 *
 * <p>Imports {@code mostao.ao.wire} and Kafka's clients; only {@code cli} imports this. Nothing
 * here removes a letter: one that was redriven stays, with a note behind it.
 */
package mostao.local.dlq;
