/**
 * Puts the messenger together and starts it: beans, the Registry, readiness.
 *
 * <p>Imports everything of the messenger; nothing imports this. The messenger is ready only while
 * it can do its work: the broker answers, the directory is read, the Registry exists, outboxes are
 * carried.
 */
package mostao.messenger.boot;
