/**
 * What an operator sees of the topics: single records, what a message caused, how far consumer
 * groups are.
 *
 * <p>Imports {@code mostao.ao}, {@code mostao.client.terminal}, {@code mostao.local.os} and Kafka's
 * clients; only {@code cli} imports this. Nothing here joins a group, commits an offset or writes a
 * record, and no key, signature or token leaves the decoding.
 */
package mostao.local.watch;
