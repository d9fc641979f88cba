package mostao.ao.ans104;

import java.util.Optional;

/**
 * The signature types in use. The number is the item's first two bytes and fixes the length of the
 * signature and of the owner field; the assignment is a convention of the deployed libraries, not
 * of the standard.
 */
public enum SignatureType {
  /** RSA-4096, PSS with SHA-256; the owner is the modulus. */
  ARWEAVE(1, 512, 512),
  /** Ed25519 over the deep hash. */
  ED25519(2, 64, 32),
  /** secp256k1 as an Ethereum personal message; the owner is the uncompressed point. */
  ETHEREUM(3, 65, 65),
  /** Ed25519 over the deep hash as lower-case hex text. */
  SOLANA(4, 64, 32),
  /** Ed25519 over an Aptos wallet's message envelope. */
  APTOS(5, 64, 32),
  /** Up to 32 Ed25519 signatures with a threshold. */
  MULTI_APTOS(6, 32 * 64 + 4, 32 * 32 + 1),
  /** secp256k1 as EIP-712 typed data; the owner is the address as text. */
  TYPED_ETHEREUM(7, 65, 42);

  private final int code;
  private final int signatureLength;
  private final int ownerLength;

  SignatureType(int code, int signatureLength, int ownerLength) {
    this.code = code;
    this.signatureLength = signatureLength;
    this.ownerLength = ownerLength;
  }

  /** The type with this number, if it is one we verify. */
  public static Optional<SignatureType> of(int code) {
    for (SignatureType type : values()) {
      if (type.code == code) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Length of the signature field in bytes. */
  public int signatureLength() {
    return signatureLength;
  }

  /** Length of the owner field in bytes. */
  public int ownerLength() {
    return ownerLength;
  }
}
