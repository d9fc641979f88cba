/**
 * Assignments: a process's order of messages as items that the scheduler signs, each bound to the
 * one before by a hash chain.
 *
 * <p>Imports {@code ao.message} and {@code ao.ans104}. Pure: the same slots signed by the same key
 * give the same items on every gateway, so nothing of a chain has to be kept.
 */
package mostao.ao.assignment;
