/**
 * Files that only their owner may read: generated passwords and configuration with passwords in it.
 *
 * <p>Imports the JDK alone. Nothing here prints or logs a value.
 */
package mostao.local.secret;
