/**
 * MostAO as people use it: names, profiles, sessions, and conversations whose text only the two
 * sides can read. PROTOCOL.md says what each Action does; this is the caller's side of it.
 *
 * <p>May import Jackson, {@code ao.message}, {@code ao.process} (for JSON as the protocol writes
 * it), {@code ao.ans104}, {@code client.http}, {@code client.seal}, {@code client.trust}, {@code
 * client.envelope} and {@code client.wallet}.
 *
 * <p>Guarantees: no text, session key or private key leaves unsealed; everything that waits has a
 * deadline; a process's refusal is a {@link mostao.client.chat.RefusedException} with its code and
 * sentence, and nobody else can make one; nothing is written under a key that no believed device
 * made, nor to somebody who is not who they were.
 */
package mostao.client.chat;
