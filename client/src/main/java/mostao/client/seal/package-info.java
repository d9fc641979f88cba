/**
 * End-to-end encryption as PROTOCOL.md fixes it: a session key of 32 random bytes, sealed for each
 * side with RSA-OAEP, and messages under AES-256-GCM. What WebCrypto makes of the same choices
 * opens here and the other way round.
 *
 * <p>May import the JDK only.
 *
 * <p>Guarantees: what opens was not changed on the way; what doesn't open is a {@link
 * mostao.client.seal.DecryptionException} that says no more than that; no {@code toString} shows a
 * key.
 */
package mostao.client.seal;
