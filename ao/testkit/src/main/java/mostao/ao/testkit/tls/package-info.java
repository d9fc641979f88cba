/**
 * Certificates for tests: an authority, and folders with a program's certificate as {@code
 * mostao.tls.folder} wants them.
 *
 * <p>Imports Bouncy Castle; nothing of ours.
 */
package mostao.ao.testkit.tls;
