/**
 * What goes through a session so that a server that lies is found out: statements about session
 * keys, chained and signed by devices, and message envelopes, and the verdict on each that comes
 * back. client/E2E.md fixes every byte.
 *
 * <p>May import the JDK, Jackson, {@code ao.ans104} (for base64url), {@code ao.process} (for JSON),
 * {@code client.seal} and {@code client.trust}. Asks nobody and keeps nothing on disk.
 *
 * <p>Guarantees: a message is verified only if its device belongs to its sender, held the key,
 * signed it, and wrote it right behind the one before; everything else is unverified or refused and
 * says why; a missing message is never passed over silently.
 */
package mostao.client.envelope;
