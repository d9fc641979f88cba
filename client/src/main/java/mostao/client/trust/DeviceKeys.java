package mostao.client.trust;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.process.Json;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** The keys of this installation: they are made here and never leave. Immutable. */
public final class DeviceKeys {
  private static final int KEY = 32;

  /** The encapsulated key in front of what is sealed. */
  private static final int ENC = 32;

  private final byte[] signing;
  private final X25519PrivateKeyParameters sealing;
  private final Device device;

  private DeviceKeys(byte[] signing, byte[] sealing) {
    this.signing = signing.clone();
    this.sealing = new X25519PrivateKeyParameters(sealing);
    byte[] sign = new byte[KEY];
    Ed25519.generatePublicKey(signing, 0, sign, 0);
    this.device = Device.of(sign, this.sealing.generatePublicKey().getEncoded());
  }

  public static DeviceKeys create() {
    SecureRandom random = new SecureRandom();
    byte[] signing = new byte[KEY];
    byte[] sealing = new byte[KEY];
    random.nextBytes(signing);
    random.nextBytes(sealing);
    return new DeviceKeys(signing, sealing);
  }

  /** As {@link #toJson} writes them. */
  public static DeviceKeys of(JsonNode json) throws IOException {
    Optional<byte[]> sign = Base64Url.decode(json.path("sign").asText(""));
    Optional<byte[]> seal = Base64Url.decode(json.path("seal").asText(""));
    if (sign.isEmpty() || sign.get().length != KEY || seal.isEmpty() || seal.get().length != KEY) {
      throw new IOException("the file of the device's keys does not hold two keys of 32 bytes");
    }
    return new DeviceKeys(sign.get(), seal.get());
  }

  /** The secrets, for a file that nobody else reads. */
  public ObjectNode toJson() {
    return Json.object()
        .put("sign", Base64Url.encode(signing))
        .put("seal", Base64Url.encode(sealing.getEncoded()));
  }

  public Device device() {
    return device;
  }

  /** Ed25519 over the message. */
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(signing, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  /** What {@link Device#sealFor} sealed for this device under this info; empty if nothing was. */
  public Optional<byte[]> open(byte[] sealed, byte[] info) {
    if (sealed.length <= ENC) {
      return Optional.empty();
    }
    HPKE hpke = Device.hpke();
    AsymmetricCipherKeyPair pair =
        new AsymmetricCipherKeyPair(sealing.generatePublicKey(), sealing);
    byte[] enc = Arrays.copyOf(sealed, ENC);
    byte[] text = Arrays.copyOfRange(sealed, ENC, sealed.length);
    try {
      return Optional.of(hpke.open(enc, pair, info, new byte[0], text, null, null, null));
    } catch (InvalidCipherTextException | RuntimeException notForUs) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return "DeviceKeys " + device.id();
  }
}
