package mostao.client.envelope;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.process.Json;
import mostao.client.seal.DecryptionException;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.Peer;
import mostao.client.trust.Sha256;

/**
 * What the device that made a session key says of it, and the key itself, sealed for everybody who
 * may have it.
 *
 * @param text the canonical JSON that is signed
 * @param signature Ed25519 over the text's bytes, base64url
 * @param previous hash of the statement before, empty for the first
 * @param by process of the handle whose device made the key
 * @param device its id
 * @param sealed for devices
 * @param rsa for owners with RSA wallets; {@code to} is their address
 */
public record KeyStatement(
    String text,
    String signature,
    String session,
    long generation,
    String previous,
    String by,
    String device,
    String commitment,
    List<Copy> sealed,
    List<Copy> rsa) {
  /**
   * The key for one receiver.
   *
   * @param handle process of the receiver's handle
   * @param to id of a device, or address of an owner
   * @param sealed base64url of HPKE's enc and ciphertext, or base64 of RSA-OAEP
   */
  public record Copy(String handle, String to, String sealed) {}

  private static final int VERSION = 2;
  private static final int MOST_COPIES = 64;
  private static final int MAX_CHARACTERS = 60_000;

  public KeyStatement {
    sealed = List.copyOf(sealed);
    rsa = List.copyOf(rsa);
  }

  /**
   * Makes a statement: the key sealed for every believed device of both sides, and for their owners
   * with RSA keys of their own.
   *
   * @param maker whose device signs, one of {@code parties.own()}
   */
  public static KeyStatement make(
      SessionKey key,
      String session,
      long generation,
      String previous,
      Parties parties,
      DeviceKeys maker) {
    List<Copy> sealed = new ArrayList<>();
    List<Copy> rsa = new ArrayList<>();
    for (Peer peer : parties.both()) {
      for (Device device : peer.devices().believed()) {
        device
            .sealFor(key.bytes(), info(session, generation, device.id()))
            .ifPresent(
                bytes ->
                    sealed.add(new Copy(peer.process(), device.id(), Base64Url.encode(bytes))));
      }
      Optional<RSAPublicKey> owner = peer.ownerKey();
      owner.ifPresent(
          own -> rsa.add(new Copy(peer.process(), peer.birth().owner(), key.sealFor(own))));
    }
    String commitment = Base64Url.encode(key.commitment());
    String by = parties.own().process();
    String device = maker.device().id();
    KeyStatement unsigned =
        new KeyStatement(
            "", "", session, generation, previous, by, device, commitment, sealed, rsa);
    String text = unsigned.canonical();
    String signature = Base64Url.encode(maker.sign(utf8(text)));
    return new KeyStatement(
        text, signature, session, generation, previous, by, device, commitment, sealed, rsa);
  }

  /** The field {@code statement} of a rotation. */
  public ObjectNode toJson() {
    return Json.object().put("signed", text).put("signature", signature);
  }

  /** The statement in a row of the session's keys; well formed, not yet believed. */
  public static Checked<KeyStatement> read(JsonNode field) {
    String text = field.path("signed").asText("");
    Optional<JsonNode> json = text.length() > MAX_CHARACTERS ? Optional.empty() : Json.parse(text);
    if (json.isEmpty() || !json.get().isObject()) {
      return Checked.bad("the statement is not JSON");
    }
    JsonNode node = json.get();
    KeyStatement read =
        new KeyStatement(
            text,
            field.path("signature").asText(""),
            node.path("session").asText(""),
            node.path("generation").asLong(),
            node.path("previous").asText(""),
            node.path("by").asText(""),
            node.path("device").asText(""),
            node.path("commitment").asText(""),
            copies(node.path("sealed")),
            copies(node.path("rsa")));
    // Whatever is missing, too much, or written in another way shows here.
    return read.canonical().equals(text)
        ? Checked.good(read)
        : Checked.bad("the statement is not written in the canonical way");
  }

  private static List<Copy> copies(JsonNode rows) {
    List<Copy> copies = new ArrayList<>();
    for (JsonNode row : rows) {
      if (copies.size() < MOST_COPIES) {
        copies.add(
            new Copy(row.path(0).asText(""), row.path(1).asText(""), row.path(2).asText("")));
      }
    }
    return copies;
  }

  // RFC 8785: keys in order, no white space. No value needs an escape.
  private String canonical() {
    ObjectNode json =
        Json.object()
            .put("by", by)
            .put("commitment", commitment)
            .put("device", device)
            .put("generation", generation)
            .put("previous", previous);
    json.set("rsa", rows(rsa));
    json.set("sealed", rows(sealed));
    return Json.write(json.put("session", session).put("v", VERSION));
  }

  private static ArrayNode rows(List<Copy> copies) {
    ArrayNode rows = Json.array();
    copies.forEach(one -> rows.addArray().add(one.handle()).add(one.to()).add(one.sealed()));
    return rows;
  }

  /** By what the next statement names this one. */
  public String hash() {
    return Sha256.text(text);
  }

  /**
   * Why this statement is not to be believed, apart from its place in the chain; empty if it is.
   *
   * @param session and generation under which it was shown
   */
  public Optional<String> fault(String session, long generation, Parties parties) {
    if (!this.session.equals(session)) {
      return Optional.of("it is for another session");
    }
    if (this.generation != generation) {
      return Optional.of("it is for generation " + this.generation);
    }
    Optional<Peer> maker = parties.of(by);
    if (maker.isEmpty()) {
      return Optional.of("it is by neither side");
    }
    Optional<Device> known = maker.get().devices().find(device);
    if (known.isEmpty()) {
      return Optional.of("no device " + device + " of " + maker.get().birth().name() + " is known");
    }
    boolean signed =
        Base64Url.decode(signature)
            .filter(bytes -> known.get().verifies(utf8(text), bytes))
            .isPresent();
    return signed ? Optional.empty() : Optional.of("its signature is not the device's");
  }

  /** Whether the device was given the key. */
  public boolean isHolder(String id) {
    return sealed.stream().anyMatch(one -> one.to().equals(id));
  }

  /** The key, as this device opens it; empty if it is not sealed for it. */
  public Optional<Checked<SessionKey>> open(DeviceKeys own) {
    String id = own.device().id();
    return sealed.stream()
        .filter(one -> one.to().equals(id))
        .findFirst()
        .map(
            one ->
                committed(
                    Base64Url.decode(one.sealed())
                        .flatMap(bytes -> own.open(bytes, info(session, generation, id)))
                        .flatMap(SessionKey::of)));
  }

  /** The key, as the wallet of an RSA owner opens it; empty if it is not sealed for it. */
  public Optional<Checked<SessionKey>> open(String address, PrivateKey wallet) {
    return rsa.stream()
        .filter(one -> one.to().equals(address))
        .findFirst()
        .map(one -> committed(opened(one, wallet)));
  }

  private static Optional<SessionKey> opened(Copy copy, PrivateKey wallet) {
    try {
      return Optional.of(SessionKey.open(copy.sealed(), wallet));
    } catch (DecryptionException closed) {
      return Optional.empty();
    }
  }

  private Checked<SessionKey> committed(Optional<SessionKey> key) {
    if (key.isEmpty()) {
      return Checked.bad("the key that is sealed for this reader does not open");
    }
    byte[] promised = Base64Url.decode(commitment).orElse(new byte[0]);
    return MessageDigest.isEqual(key.get().commitment(), promised)
        ? Checked.good(key.get())
        : Checked.bad("the key is not the one it commits to");
  }

  static byte[] info(String session, long generation, String device) {
    return utf8(session + "\n" + generation + "\n" + device);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
