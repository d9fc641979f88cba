package mostao.client.seal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * The secret of one generation of a session: 32 random bytes that never leave the two sides
 * unsealed. Immutable and thread-safe.
 */
public final class SessionKey {
  private static final int KEY_BYTES = 32;
  private static final int IV_BYTES = 12;
  private static final int TAG_BYTES = 16;

  // Java's own default would take SHA-1 for the mask; WebCrypto takes one digest for both.
  private static final OAEPParameterSpec OAEP =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);

  private static final byte[] NONE = {};

  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  private SessionKey(byte[] bytes) {
    this.key = new SecretKeySpec(bytes, "AES");
  }

  public static SessionKey create() {
    byte[] bytes = new byte[KEY_BYTES];
    RANDOM.nextBytes(bytes);
    return new SessionKey(bytes);
  }

  /** The key that is these bytes; empty if they are not 32. */
  public static Optional<SessionKey> of(byte[] bytes) {
    return bytes.length == KEY_BYTES ? Optional.of(new SessionKey(bytes)) : Optional.empty();
  }

  /** The secret itself, to be sealed for somebody and for nothing else. */
  public byte[] bytes() {
    return key.getEncoded();
  }

  /** Commits to this key without showing it: HMAC-SHA-256 over a fixed text. */
  public byte[] commitment() {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return mac.doFinal("mostao commitment".getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("every JDK has HMAC-SHA-256", broken);
    }
  }

  /**
   * The key that was sealed for the owner of this private key.
   *
   * @param sealed base64, as {@link #sealFor} gives it
   */
  public static SessionKey open(String sealed, PrivateKey own) throws DecryptionException {
    byte[] bytes;
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
      rsa.init(Cipher.DECRYPT_MODE, own, OAEP);
      bytes = rsa.doFinal(Base64.getDecoder().decode(sealed));
    } catch (IllegalArgumentException | GeneralSecurityException notOurs) {
      throw new DecryptionException("the session key is not sealed for this wallet");
    }
    if (bytes.length != KEY_BYTES) {
      throw new DecryptionException("the session key has " + bytes.length + " bytes, not 32");
    }
    return new SessionKey(bytes);
  }

  /** This key for the owner of the public one: RSA-OAEP with SHA-256, base64. */
  public String sealFor(PublicKey other) {
    try {
      Cipher rsa = Cipher.getInstance("RSA/ECB/OAEPPadding");
      rsa.init(Cipher.ENCRYPT_MODE, other, OAEP);
      return Base64.getEncoder().encodeToString(rsa.doFinal(key.getEncoded()));
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("an RSA key that can't seal 32 bytes", broken);
    }
  }

  /** A text under this key: IV, ciphertext and tag, base64. Never twice the same. */
  public String seal(String text) {
    return PaddedBase64.encode(seal(text.getBytes(StandardCharsets.UTF_8), NONE));
  }

  /**
   * Bytes under this key: IV, ciphertext and tag.
   *
   * @param bound what has to be the same when it is opened
   */
  public byte[] seal(byte[] text, byte[] bound) {
    byte[] iv = new byte[IV_BYTES];
    RANDOM.nextBytes(iv);
    try {
      Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, iv));
      aes.updateAAD(bound);
      byte[] sealed = aes.doFinal(text);
      return ByteBuffer.allocate(IV_BYTES + sealed.length).put(iv).put(sealed).array();
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("every JDK has AES-256-GCM", broken);
    }
  }

  /** The text that was sealed under this key. */
  public String open(String sealed) throws DecryptionException {
    Optional<byte[]> bytes = PaddedBase64.decode(sealed);
    if (bytes.isEmpty()) {
      throw new DecryptionException("the message is not base64");
    }
    byte[] text = open(bytes.get(), NONE);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException notText) {
      throw new DecryptionException("the message opens to bytes that are not UTF-8");
    }
  }

  /** The bytes that were sealed under this key, bound to the same. */
  public byte[] open(byte[] sealed, byte[] bound) throws DecryptionException {
    if (sealed.length < IV_BYTES + TAG_BYTES) {
      throw new DecryptionException(
          "the message has " + sealed.length + " bytes, too few for IV and tag");
    }
    try {
      Cipher aes = Cipher.getInstance("AES/GCM/NoPadding");
      aes.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, sealed, 0, IV_BYTES));
      aes.updateAAD(bound);
      return aes.doFinal(sealed, IV_BYTES, sealed.length - IV_BYTES);
    } catch (GeneralSecurityException changed) {
      throw new DecryptionException("the message is not sealed under this key, or was changed");
    }
  }

  @Override
  public String toString() {
    return "SessionKey";
  }
}
