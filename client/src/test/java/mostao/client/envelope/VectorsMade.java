package mostao.client.envelope;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Signer;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.envelope.Verdict.Letter;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;
import mostao.client.trust.SafetyNumber;
import mostao.client.wallet.RsaWallet;

/** Writes the vectors: alice's wallet is RSA, bob's Ed25519; each has a device, mallory one too. */
final class VectorsMade {
  static final String SESSION = id(3);
  private static final String REGISTRY = id(4);
  private static final long ISSUED = 1_750_000_000_000L;

  private final RsaWallet wallet;
  private final Ed25519Signer bobs = new Ed25519Signer(bytes(11));
  private final DeviceKeys aliceDevice = device(21);
  private final DeviceKeys bobDevice = device(31);
  private final DeviceKeys mallory = device(41);
  private final HandleBirth alice;
  private final HandleBirth bob;
  private final List<String> aliceStatements;
  private final List<String> bobStatements;
  private final Parties parties;
  private final Parties turned;

  VectorsMade(RsaWallet wallet) {
    this.wallet = wallet;
    this.alice = new HandleBirth(id(1), "alice", wallet.address(), REGISTRY);
    this.bob = new HandleBirth(id(2), "bob", bobs.address(), REGISTRY);
    this.aliceStatements =
        List.of(statement(wallet.signer(), alice, aliceDevice.device(), 1, List.of()));
    this.bobStatements = List.of(statement(bobs, bob, bobDevice.device(), 1, List.of()));
    Peer a = new Peer(alice, Devices.of(aliceStatements, alice), wallet.pubkey(), false);
    Peer b = new Peer(bob, Devices.of(bobStatements, bob), "", false);
    this.parties = new Parties(a, b);
    this.turned = new Parties(b, a);
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static String id(int value) {
    return Base64Url.encode(bytes(value));
  }

  static DeviceKeys device(int value) {
    try {
      return DeviceKeys.of(Json.object().put("sign", id(value)).put("seal", id(value + 1)));
    } catch (java.io.IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static String statement(
      Signer owner, HandleBirth handle, Device device, long serial, List<String> revokes) {
    return DeviceStatement.make(
            owner, handle.process(), handle.name(), REGISTRY, device, ISSUED, serial, revokes)
        .encoded();
  }

  ObjectNode all() {
    ObjectNode all = Json.object().put("session", SESSION);
    ArrayNode sides = all.putArray("parties");
    side(sides, alice, aliceDevice, aliceStatements, wallet.pubkey());
    side(sides, bob, bobDevice, bobStatements, "");
    statements(all.putArray("deviceStatements"));
    all.putArray("safetyNumbers")
        .addObject()
        .put("number", SafetyNumber.of(alice.owner(), alice.process(), bob.owner(), bob.process()));
    keys(all.putArray("sessionKeys"));
    messages(all);
    return all;
  }

  private static void side(
      ArrayNode sides, HandleBirth birth, DeviceKeys keys, List<String> statements, String pubkey) {
    ObjectNode side =
        sides
            .addObject()
            .put("handle", birth.name())
            .put("process", birth.process())
            .put("owner", birth.owner())
            .put("registry", birth.registry())
            .put("pubkey", pubkey);
    statements.forEach(side.putArray("devices")::add);
    side.set("secrets", keys.toJson());
  }

  private void statements(ArrayNode cases) {
    String first = bobStatements.get(0);
    Device second = mallory.device();
    String added = statement(bobs, bob, second, 2, List.of());
    String revoked = statement(bobs, bob, bobDevice.device(), 3, List.of(second.id()));
    one(cases, "one device", List.of(first), 1, List.of(bobDevice.device().id()));
    one(
        cases,
        "two devices, in any order",
        List.of(added, first),
        2,
        List.of(bobDevice.device().id(), second.id()));
    one(
        cases,
        "the second is revoked",
        List.of(first, added, revoked),
        3,
        List.of(bobDevice.device().id()));
    String anew = statement(bobs, bob, second, 4, List.of());
    one(
        cases,
        "and stated again",
        List.of(added, revoked, anew),
        4,
        List.of(second.id(), bobDevice.device().id()));
    Ed25519Signer stranger = new Ed25519Signer(bytes(12));
    one(
        cases,
        "signed by a stranger",
        List.of(first, statement(stranger, bob, second, 2, List.of())),
        1,
        List.of(bobDevice.device().id()));
    one(cases, "of another handle", List.of(aliceStatements.get(0)), 0, List.of());
    byte[] bytes = Base64Url.decode(first).orElseThrow();
    bytes[bytes.length - 1] ^= 1;
    one(cases, "one bit changed", List.of(Base64Url.encode(bytes)), 0, List.of());
    one(cases, "padded base64", List.of(first + "="), 0, List.of());
    one(cases, "a tag twice", List.of(bare(true, "1")), 0, List.of());
    one(cases, "a serial with a zero in front", List.of(bare(false, "01")), 0, List.of());
  }

  private String bare(boolean twice, String serial) {
    Device device = bobDevice.device();
    Tags tags =
        Tags.of("Type", "Device", "Data-Protocol", "mostao", "Handle", "bob")
            .and(Tags.of("Registry", REGISTRY, "Device", device.id(), "Sign", device.sign()))
            .and(Tags.of("Seal", device.seal(), "Issued", "1", "Serial", serial));
    Tags all = twice ? tags.and("Handle", "bob") : tags;
    return Base64Url.encode(Draft.empty().to(bob.process()).tags(all).sign(bobs).orThrow().bytes());
  }

  private static void one(
      ArrayNode cases, String name, List<String> statements, long serial, List<String> believed) {
    ObjectNode one = cases.addObject().put("name", name).put("serial", serial);
    statements.forEach(one.putArray("statements")::add);
    believed.forEach(one.putArray("believed")::add);
  }

  private final SessionKey firstKey = SessionKey.of(bytes(51)).orElseThrow();
  private final SessionKey secondKey = SessionKey.of(bytes(52)).orElseThrow();

  private void keys(ArrayNode cases) {
    KeyStatement first = made(firstKey, SESSION, 1, "", parties, aliceDevice);
    KeyStatement second = made(secondKey, SESSION, 2, first.hash(), turned, bobDevice);
    key(cases, "two that follow each other", List.of(first, second), "believed", "believed");
    key(
        cases,
        "the second follows another",
        List.of(first, made(secondKey, SESSION, 2, id(9), turned, bobDevice)),
        "believed",
        "refused");
    key(
        cases,
        "for another session",
        List.of(made(firstKey, id(8), 1, "", parties, aliceDevice)),
        "refused");
    key(
        cases,
        "for another generation",
        List.of(made(firstKey, SESSION, 2, "", parties, aliceDevice)),
        "refused");
    key(
        cases,
        "by a device nobody stated",
        List.of(made(firstKey, SESSION, 1, "", parties, mallory)),
        "refused");
    key(
        cases,
        "by alice's device in bob's name",
        List.of(made(firstKey, SESSION, 1, "", turned, aliceDevice)),
        "refused");
    key(cases, "one bit of the signature", List.of(signature(first)), "refused");
    key(
        cases,
        "signed, with a space",
        List.of(signed(first.text().replace(",", ", "), aliceDevice)),
        "refused");
    key(
        cases,
        "signed, with one more field",
        List.of(signed(first.text().replace("\"v\":2", "\"v\":2,\"w\":1"), aliceDevice)),
        "refused");
    key(
        cases,
        "commits to another key",
        List.of(signed(first.text().replace(first.commitment(), second.commitment()), aliceDevice)),
        "believed, does not open");
  }

  private static KeyStatement made(
      SessionKey key,
      String session,
      long generation,
      String previous,
      Parties by,
      DeviceKeys maker) {
    return KeyStatement.make(key, session, generation, previous, by, maker);
  }

  private static KeyStatement signed(String text, DeviceKeys maker) {
    return new KeyStatement(
        text,
        Base64Url.encode(maker.sign(text.getBytes(StandardCharsets.UTF_8))),
        "",
        1,
        "",
        "",
        "",
        "",
        List.of(),
        List.of());
  }

  private static KeyStatement signature(KeyStatement of) {
    byte[] bytes = Base64Url.decode(of.signature()).orElseThrow();
    bytes[3] ^= 1;
    return copy(of, of.text(), Base64Url.encode(bytes));
  }

  private static KeyStatement copy(KeyStatement of, String text, String signature) {
    return new KeyStatement(
        text,
        signature,
        of.session(),
        of.generation(),
        of.previous(),
        of.by(),
        of.device(),
        of.commitment(),
        of.sealed(),
        of.rsa());
  }

  private static void key(
      ArrayNode cases, String name, List<KeyStatement> statements, String... verdicts) {
    ObjectNode one = cases.addObject().put("name", name);
    ArrayNode rows = one.putArray("statements");
    statements.forEach(statement -> rows.add(statement.toJson()));
    Arrays.asList(verdicts).forEach(one.putArray("verdicts")::add);
  }

  private record Line(String sender, long generation, String content) {}

  private void messages(ObjectNode all) {
    KeyStatement first = made(firstKey, SESSION, 1, "", parties, aliceDevice);
    KeyStatement second = made(secondKey, SESSION, 2, first.hash(), turned, bobDevice);
    ArrayNode keys = all.putArray("keysOfMessages");
    for (KeyStatement one : List.of(first, second)) {
      keys.add(one.toJson());
    }
    ArrayNode cases = all.putArray("messages");
    Line a1 = line(1, 1, "", "Hello, 漢字 and 🦊");
    Line a2 = line(1, 2, hash(a1), "x".repeat(300));
    Line a3 = line(1, 3, hash(a2), "third");
    Line b1 = line(2, 1, hash(a3), "under the next key");
    Line b2 = line(2, 2, hash(b1), "and on");
    said(cases, "in order", List.of(a1, a2, a3, b1, b2), v(5));
    said(cases, "repeated", List.of(a1, a2, a2), "verified", "verified", "refused REPEATED");
    said(
        cases,
        "reordered",
        List.of(a1, a3, a2, b1),
        "verified",
        "refused REORDERED",
        "refused REORDERED",
        "verified");
    said(cases, "one is missing", List.of(a1, a3, b1), "verified", "refused GAP", "verified");
    said(
        cases,
        "the last under a key is missing",
        List.of(a1, a2, b1),
        "verified",
        "verified",
        "refused GAP");
    said(
        cases,
        "held back until the key was replaced",
        List.of(a1, a3, b1, a2),
        "verified",
        "refused REORDERED",
        "verified",
        "refused OLD_GENERATION");
    said(
        cases,
        "shown as bob's",
        List.of(new Line(bob.process(), 1, a1.content())),
        "refused NOT_THIS_SENDER");
    said(
        cases,
        "shown as a stranger's",
        List.of(new Line(id(7), 1, a1.content())),
        "refused NOT_THIS_SENDER");
    said(
        cases,
        "shown under another key",
        List.of(new Line(alice.process(), 2, a1.content())),
        "refused CHANGED");
    said(cases, "one bit changed", List.of(a1, changed(a2)), "verified", "refused CHANGED");
    said(cases, "the counter changed", List.of(counter(a1)), "refused CHANGED");
    said(cases, "signed by another device", List.of(signedBy(mallory)), "refused CHANGED");
    said(
        cases,
        "another message in its place",
        List.of(a1, line(1, 2, id(6), "instead")),
        "verified",
        "refused NOT_FOLLOWING");
    said(cases, "by a device that is not known", List.of(unknown()), "refused UNKNOWN_DEVICE");
    Line old = new Line(bob.process(), 1, firstKey.seal("in the old form"));
    said(cases, "in the old form, twice", List.of(old, old), "unverified", "refused REPEATED");
    said(
        cases,
        "under a generation that never was",
        List.of(new Line(alice.process(), 3, a1.content())),
        "refused KEY_NOT_BELIEVED");
  }

  private static String[] v(int count) {
    String[] all = new String[count];
    Arrays.fill(all, "verified");
    return all;
  }

  private Envelope.Place place(long generation, long counter, DeviceKeys device) {
    return new Envelope.Place(SESSION, generation, alice.process(), device.device().id(), counter);
  }

  private SessionKey key(long generation) {
    return generation == 1 ? firstKey : secondKey;
  }

  private Line line(long generation, long counter, String previous, String text) {
    Envelope envelope =
        Envelope.seal(
            key(generation),
            place(generation, counter, aliceDevice),
            previous,
            new Letter(Letter.TEXT, text, ISSUED),
            aliceDevice);
    return new Line(alice.process(), generation, envelope.content());
  }

  private Line unknown() {
    Envelope envelope =
        Envelope.seal(
            firstKey, place(1, 1, mallory), "", new Letter(Letter.TEXT, "hi", ISSUED), mallory);
    return new Line(alice.process(), 1, envelope.content());
  }

  // Sealed by who has the key, in the name of alice's device.
  private Line signedBy(DeviceKeys other) {
    Envelope envelope =
        Envelope.seal(
            firstKey, place(1, 1, aliceDevice), "", new Letter(Letter.TEXT, "hi", ISSUED), other);
    byte[] bytes = envelope.bytes().clone();
    System.arraycopy(aliceDevice.device().prefix(), 0, bytes, 1, 8);
    return new Line(alice.process(), 1, Base64.getEncoder().encodeToString(bytes));
  }

  private static Line changed(Line of) {
    return flipped(of, Base64.getDecoder().decode(of.content()).length - 1);
  }

  private static Line counter(Line of) {
    return flipped(of, 16);
  }

  private static Line flipped(Line of, int at) {
    byte[] bytes = Base64.getDecoder().decode(of.content());
    bytes[at] ^= 2;
    return new Line(of.sender(), of.generation(), Base64.getEncoder().encodeToString(bytes));
  }

  private static String hash(Line line) {
    return Envelope.parse(line.content()).orElseThrow().hash();
  }

  private void said(ArrayNode cases, String name, List<Line> lines, String... verdicts) {
    ObjectNode one = cases.addObject().put("name", name);
    ArrayNode rows = one.putArray("rows");
    List<Line> all = new ArrayList<>(lines);
    all.forEach(
        line ->
            rows.addObject()
                .put("sender", line.sender())
                .put("generation", line.generation())
                .put("content", line.content()));
    Arrays.asList(verdicts).forEach(one.putArray("verdicts")::add);
  }
}
