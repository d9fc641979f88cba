/**
 * Carries what processes put in their outboxes to the inboxes of others, signed by the authority.
 *
 * <p>Imports {@code ao.*} and {@code messenger.authority}. Pushing the same outbox record again
 * gives the same ids; messages from one process to another arrive in the order they were sent; only
 * the service that owns a process's module can make it speak; an entry that can't be pushed stops
 * no other.
 */
package mostao.messenger.push;
