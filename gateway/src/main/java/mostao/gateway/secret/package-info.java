/**
 * Secrets on disk: files that only their owner may read.
 *
 * <p>Imports the JDK alone. A secret that is open to others is refused, never used; nothing here
 * prints or logs what a file holds.
 */
package mostao.gateway.secret;
