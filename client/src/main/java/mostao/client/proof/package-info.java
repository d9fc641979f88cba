/**
 * A conversation as a file that proves itself: everything that was said in a session, in order,
 * signed by those who signed it, checked again without any network.
 *
 * <p>May import {@code ao.ans104}, {@code ao.assignment}, {@code ao.message}, {@code ao.process},
 * {@code ao.wire} and {@code client.http}; the check of a file uses nothing of {@code client.http}.
 *
 * <p>Guarantees: a file is read and written item by item, so that it may be larger than the memory;
 * it is written whole or not at all; what is written has passed the same check as what is read;
 * every refusal names the item of the file, from 0, and its first byte.
 */
package mostao.client.proof;
