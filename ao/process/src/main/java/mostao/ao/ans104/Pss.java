package mostao.ao.ans104;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * EMSA-PSS (RFC 8017, section 9.1) with SHA-256 and MGF1-SHA-256 in a block of 512 bytes whose top
 * bit is zero. Verifying reads the salt's length off the block.
 */
final class Pss {
  private static final int HASH = Hashes.SHA256_LENGTH;
  private static final int DB = RsaEngine.BLOCK - HASH - 1;
  private static final int TRAILER = 0xbc;

  /** The longest salt that fits. */
  static final int MAX_SALT = DB - 1;

  private Pss() {}

  /** The block to be signed. */
  static byte[] encode(byte[] message, byte[] salt) {
    MessageDigest sha256 = Hashes.sha256();
    byte[] hash = hash(sha256, sha256.digest(message), salt, 0);
    byte[] block = new byte[RsaEngine.BLOCK];
    block[DB - salt.length - 1] = 1;
    System.arraycopy(salt, 0, block, DB - salt.length, salt.length);
    mask(sha256, block, hash);
    block[0] &= 0x7f;
    System.arraycopy(hash, 0, block, DB, HASH);
    block[RsaEngine.BLOCK - 1] = (byte) TRAILER;
    return block;
  }

  /** Why the block doesn't encode the message, or empty when it does. */
  static Optional<String> mismatch(byte[] block, byte[] message) {
    if ((block[RsaEngine.BLOCK - 1] & 0xff) != TRAILER) {
      return Optional.of("the signature opens to a block without the PSS trailer 0xbc");
    }
    if ((block[0] & 0x80) != 0) {
      return Optional.of("the signature opens to a block whose top bit is set");
    }
    MessageDigest sha256 = Hashes.sha256();
    byte[] hash = Arrays.copyOfRange(block, DB, DB + HASH);
    byte[] db = Arrays.copyOf(block, DB);
    mask(sha256, db, hash);
    db[0] &= 0x7f;
    int separator = 0;
    while (separator < DB && db[separator] == 0) {
      separator++;
    }
    if (separator == DB || db[separator] != 1) {
      return Optional.of("the signature opens to a block without PSS padding");
    }
    byte[] due = hash(sha256, sha256.digest(message), db, separator + 1);
    return MessageDigest.isEqual(due, hash)
        ? Optional.empty()
        : Optional.of("the signature is over another message");
  }

  // The salt runs from its offset to the end of its array.
  private static byte[] hash(MessageDigest sha256, byte[] messageHash, byte[] salt, int from) {
    sha256.update(new byte[8]);
    sha256.update(messageHash);
    sha256.update(salt, from, salt.length - from);
    return sha256.digest();
  }

  // MGF1: xors SHA-256(seed, counter) over the first DB bytes.
  private static void mask(MessageDigest sha256, byte[] bytes, byte[] seed) {
    for (int at = 0, counter = 0; at < DB; at += HASH, counter++) {
      sha256.update(seed);
      sha256.update(
          new byte[] {
            (byte) (counter >>> 24), (byte) (counter >>> 16), (byte) (counter >>> 8), (byte) counter
          });
      byte[] stream = sha256.digest();
      for (int i = 0; i < HASH && at + i < DB; i++) {
        bytes[at + i] ^= stream[i];
      }
    }
  }
}
