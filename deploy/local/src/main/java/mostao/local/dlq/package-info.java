/**
 * Dead letters: records that were no message, or results that could not be sent on, with the reason
 * beside each.
 *
 * <p>Imports {@code mostao.ao.wire} and Kafka's clients; only {@code cli} imports this. Nothing
 * here removes a letter: one that was redriven stays, with a note behind it.
 */
package mostao.local.dlq;
