package mostao.ao.ans104;

/**
 * A key that signs items; of types 4 to 7 items are verified only. Thread-safe. Sealed, so that an
 * item signed here is known to be well signed without verifying it again.
 */
public sealed interface Signer permits RsaSigner, Ed25519Signer, EthereumSigner {
  SignatureType type();

  /** The owner field of items signed with this key. */
  byte[] ownerKey();

  /**
   * The signature field over a deep hash of 48 bytes. Deterministic for every type but {@link
   * SignatureType#ARWEAVE}.
   */
  byte[] sign(byte[] deepHash);

  /** The address of this key, see {@link Address#of}. */
  default String address() {
    return Address.of(type(), ownerKey());
  }
}
