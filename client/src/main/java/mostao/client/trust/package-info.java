/**
 * Who is who: devices and the statements about them, what a process item says of a handle or a
 * session, what a client remembers of others from the first time on, and the folder it keeps that
 * in. client/E2E.md fixes every byte.
 *
 * <p>May import the JDK, Bouncy Castle, Jackson, {@code ao.ans104}, {@code ao.message}, {@code
 * ao.process} (for JSON) and {@code client.seal} (to parse RSA keys); nothing else of the client.
 *
 * <p>Guarantees: what a server shows is believed only with the signature of who can say it; a
 * change of what was pinned is a {@link mostao.client.trust.ChangedException} and never passes
 * silently; secrets are in files of mode 0600 and in no {@code toString}; a file is replaced whole
 * or not at all.
 */
package mostao.client.trust;
