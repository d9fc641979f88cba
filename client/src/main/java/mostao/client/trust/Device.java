package mostao.client.trust;

import java.util.Arrays;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * The public half of a device.
 *
 * @param id base64url of SHA-256 over both keys
 * @param sign Ed25519 key, 32 bytes as base64url
 * @param seal X25519 key, 32 bytes as base64url
 */
public record Device(String id, String sign, String seal) {
  private static final int PREFIX = 8;

  static HPKE hpke() {
    return new HPKE(
        HPKE.mode_base, HPKE.kem_X25519_SHA256, HPKE.kdf_HKDF_SHA256, HPKE.aead_AES_GCM256);
  }

  static Device of(byte[] sign, byte[] seal) {
    return new Device(
        Base64Url.encode(Sha256.of(sign, seal)), Base64Url.encode(sign), Base64Url.encode(seal));
  }

  /** Empty if the texts are not two keys, or the id is not theirs. */
  public static Optional<Device> of(String id, String sign, String seal) {
    if (!Base64Url.isId(sign) || !Base64Url.isId(seal)) {
      return Optional.empty();
    }
    byte[] signing = bytes(sign);
    return Optional.of(of(signing, bytes(seal)))
        .filter(device -> device.id().equals(id))
        .filter(device -> Ed25519.validatePublicKeyPartial(signing, 0));
  }

  private static byte[] bytes(String text) {
    return Base64Url.decode(text).orElseThrow();
  }

  /** Whether this device signed the message. */
  public boolean verifies(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, bytes(sign), 0, message, 0, message.length);
  }

  /**
   * Seals for this device: HPKE base mode, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM.
   *
   * @return empty if the device's key is no point to seal for
   */
  public Optional<byte[]> sealFor(byte[] secret, byte[] info) {
    try {
      HPKE hpke = hpke();
      byte[][] sealed =
          hpke.seal(
              hpke.deserializePublicKey(bytes(seal)), info, new byte[0], secret, null, null, null);
      byte[] enc = sealed[1];
      byte[] all = Arrays.copyOf(enc, enc.length + sealed[0].length);
      System.arraycopy(sealed[0], 0, all, enc.length, sealed[0].length);
      return Optional.of(all);
    } catch (InvalidCipherTextException | RuntimeException smallOrder) {
      return Optional.empty();
    }
  }

  /** What an envelope carries of the id: its first 8 bytes. */
  public byte[] prefix() {
    return Arrays.copyOf(bytes(id), PREFIX);
  }
}
