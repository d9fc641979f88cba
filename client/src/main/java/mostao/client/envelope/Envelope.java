package mostao.client.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.process.Json;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.PaddedBase64;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.Sha256;

/**
 * A message as it is stored: {@code 0x02 | device (8) | counter (8) | iv (12) | ciphertext}.
 *
 * @param prefix first 8 bytes of the device's id
 * @param counter from 1 for each device and generation
 */
public record Envelope(byte[] bytes, byte[] prefix, long counter) {
  private static final byte VERSION = 2;
  private static final int DEVICE = 8;
  private static final int HEADER = 1 + DEVICE + Long.BYTES;
  private static final int IV_AND_TAG = 12 + 16;
  private static final int PADDED_TO = 256;
  private static final String TYPE = "[\\x21-\\x7e]{1,100}";

  /**
   * To which session and key a message belongs, and where it stands.
   *
   * @param sender process of the sender's handle
   */
  public record Place(String session, long generation, String sender, String device, long counter) {
    byte[] bound() {
      return String.join(
              "\n",
              "mostao/2",
              session,
              Long.toString(generation),
              sender,
              device,
              Long.toString(counter))
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  /**
   * A message that was opened and is signed by its device.
   *
   * @param previous hash of the device's message before, empty for its first
   */
  record Opened(Verdict.Letter letter, String previous) {}

  /** The message in this form; empty if the content has another. */
  public static Optional<Envelope> parse(String content) {
    return PaddedBase64.decode(content).flatMap(Envelope::of);
  }

  private static Optional<Envelope> of(byte[] bytes) {
    boolean shaped =
        bytes.length > HEADER + IV_AND_TAG
            && bytes[0] == VERSION
            && (bytes.length - HEADER - IV_AND_TAG) % PADDED_TO == 0;
    if (!shaped) {
      return Optional.empty();
    }
    long counter = ByteBuffer.wrap(bytes).getLong(1 + DEVICE);
    byte[] prefix = Arrays.copyOfRange(bytes, 1, 1 + DEVICE);
    return counter < 1 ? Optional.empty() : Optional.of(new Envelope(bytes, prefix, counter));
  }

  /** Seals a letter of this device. */
  public static Envelope seal(
      SessionKey key, Place place, String previous, Verdict.Letter letter, DeviceKeys own) {
    if (!letter.type().matches(TYPE)) {
      throw new IllegalArgumentException("'" + letter.type() + "' is not a content type");
    }
    ObjectNode text =
        Json.object()
            .put("type", letter.type())
            .put("body", letter.body())
            .put("sent", letter.sent())
            .put("previous", previous)
            .put(
                "signature",
                Base64Url.encode(own.sign(signed(place, previous, letter.type(), letter.body()))));
    byte[] json = Json.write(text).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + PADDED_TO - 1) / PADDED_TO * PADDED_TO;
    byte[] plain = Arrays.copyOf(json, padded);
    Arrays.fill(plain, json.length, padded, (byte) ' ');
    byte[] sealed = key.seal(plain, place.bound());
    byte[] all =
        ByteBuffer.allocate(HEADER + sealed.length)
            .put(VERSION)
            .put(own.device().prefix())
            .putLong(place.counter())
            .put(sealed)
            .array();
    return new Envelope(all, own.device().prefix(), place.counter());
  }

  /** As a session stores it. */
  public String content() {
    return PaddedBase64.encode(bytes);
  }

  /** By what the device's next message names this one. */
  public String hash() {
    return Base64Url.encode(Sha256.of(bytes));
  }

  /** The letter, if this device wrote it for this place under this key. */
  Checked<Opened> open(SessionKey key, Place place, Device device) {
    byte[] plain;
    try {
      plain = key.open(Arrays.copyOfRange(bytes, HEADER, bytes.length), place.bound());
    } catch (DecryptionException changed) {
      return Checked.bad(changed.getMessage());
    }
    Optional<JsonNode> json = Json.parse(new String(plain, StandardCharsets.UTF_8));
    if (json.isEmpty() || !json.get().path("body").isTextual()) {
      return Checked.bad("what is in the envelope is not a message");
    }
    String type = json.get().path("type").asText("");
    String body = json.get().path("body").textValue();
    String previous = json.get().path("previous").asText("");
    byte[] signature =
        Base64Url.decode(json.get().path("signature").asText("")).orElse(new byte[0]);
    return type.matches(TYPE) && device.verifies(signed(place, previous, type, body), signature)
        ? Checked.good(
            new Opened(new Verdict.Letter(type, body, json.get().path("sent").asLong()), previous))
        : Checked.bad("the device did not sign it");
  }

  private static byte[] signed(Place place, String previous, String type, String body) {
    byte[] rest = ("\n" + previous + "\n" + type + "\n" + body).getBytes(StandardCharsets.UTF_8);
    byte[] bound = place.bound();
    byte[] all = Arrays.copyOf(bound, bound.length + rest.length);
    System.arraycopy(rest, 0, all, bound.length, rest.length);
    return all;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Envelope envelope && Arrays.equals(bytes, envelope.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "Envelope " + counter;
  }
}
