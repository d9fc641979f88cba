/**
 * Conversation files: given rows, when a message, then changes and outbox.
 *
 * <p>{@link mostao.ao.testkit.conversations.DeclaredReads} plays them on rows that an Action reads
 * by key only when it has declared the key.
 *
 * <p>Imports {@code ao}, YAML and JUnit. One file is one test; every file under the folder runs,
 * and a key that is not known fails the file, so that nothing is silently unchecked.
 */
package mostao.ao.testkit.conversations;
