package mostao.ao.assignment;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import mostao.ao.ans104.Base64Url;

/**
 * Binds an assignment to all before it (AO contract, section 2.2): 32 bytes, the first of them
 * SHA-256 of the process id, each further one SHA-256 of the assignment before and its own hash.
 * Immutable.
 */
public final class HashChain {
  private final byte[] hash;

  private HashChain(byte[] hash) {
    this.hash = hash;
  }

  /**
   * Of nonce 0.
   *
   * @throws IllegalArgumentException when the process is not an id
   */
  public static HashChain first(String process) {
    return new HashChain(sha256().digest(bytes(process)));
  }

  /**
   * Of the assignment after this one.
   *
   * @param assignment id of the assignment that has this hash
   * @throws IllegalArgumentException when it is not an id
   */
  public HashChain next(String assignment) {
    MessageDigest sha256 = sha256();
    sha256.update(bytes(assignment));
    return new HashChain(sha256.digest(hash));
  }

  /** As the tag {@code Hash-Chain} has it: 43 characters of base64url. */
  public String text() {
    return Base64Url.encode(hash);
  }

  private static byte[] bytes(String id) {
    if (!Base64Url.isId(id)) {
      throw new IllegalArgumentException("'" + id + "' is not an id of 43 characters");
    }
    return Base64Url.decode(id).orElseThrow();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java runtime has no SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HashChain chain && Arrays.equals(hash, chain.hash);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hash);
  }

  @Override
  public String toString() {
    return text();
  }
}
