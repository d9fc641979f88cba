/**
 * Puts the messenger together and starts it: beans, the Registry, readiness.
 *
 * <p>Imports everything of the messenger; nothing imports this. The messenger is ready once the
 * directory was read and the Registry exists.
 */
package mostao.messenger.boot;
