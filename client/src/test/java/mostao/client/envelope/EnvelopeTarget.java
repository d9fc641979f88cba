package mostao.client.envelope;

import static mostao.ao.fuzz.Cost.must;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.fuzz.Cost;
import mostao.ao.process.Json;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.DeviceStatement;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;

/**
 * Messages as a session shows them. The first byte says what the rest is: the content itself, what
 * is sealed in it, or what is sealed and signed.
 *
 * <p>A message has one content; only what its device signed is verified, and that as it was signed;
 * the same content twice is never verified twice, in whatever spelling.
 */
public final class EnvelopeTarget {
  private static final int FACTOR = 400;
  private static final SessionKey KEY = SessionKey.of(bytes(51)).orElseThrow();
  private static final DeviceKeys DEVICE = VectorsMade.device(21);
  private static final String SESSION = Base64Url.encode(bytes(3));
  private static final Parties PARTIES = new Parties(peer(1, "alice"), peer(2, "bob"));
  private static final String SENDER = PARTIES.own().process();
  private static final KeyStatement STATEMENT =
      KeyStatement.make(KEY, SESSION, 1, "", PARTIES, DEVICE);

  private EnvelopeTarget() {}

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }

  private static Peer peer(int number, String name) {
    Ed25519Signer owner = new Ed25519Signer(bytes(60 + number));
    String process = Base64Url.encode(bytes(number));
    String registry = Base64Url.encode(bytes(4));
    HandleBirth birth = new HandleBirth(process, name, owner.address(), registry);
    DeviceStatement statement =
        DeviceStatement.make(
            owner,
            process,
            name,
            registry,
            VectorsMade.device(11 + 10 * number).device(),
            1_750_000_000_000L,
            1,
            List.of());
    return new Peer(birth, Devices.of(List.of(statement.encoded()), birth), "", false);
  }

  public static List<byte[]> seeds() {
    String letter = "{\"type\":\"text/plain\",\"body\":\"Hi\",\"sent\":1,\"previous\":\"\"";
    return List.of(
        seed(0, seal("{}").content()),
        seed(0, KEY.seal("old")),
        seed(1, letter + ",\"signature\":\"" + "A".repeat(86) + "\"}"),
        seed(1, "{\"body\":1}"),
        seed(2, "text/plain\nHi"),
        seed(2, "x\n\uD83D\uDE00\u0000"));
  }

  private static byte[] seed(int kind, String text) {
    byte[] rest = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(1 + rest.length).put((byte) kind).put(rest).array();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length > 0) {
      String rest = new String(input, 1, input.length - 1, StandardCharsets.UTF_8);
      Cost.bounded(
          input,
          FACTOR,
          () -> {
            switch (input[0] % 3) {
              case 0 -> shown(rest);
              case 1 -> sealed(rest);
              default -> signed(rest);
            }
          });
    }
  }

  private static void shown(String content) {
    Optional<Envelope> envelope = Envelope.parse(content);
    envelope.ifPresent(
        one -> must(one.content().equals(content), "an envelope has two spellings: " + content));
    for (Verdict verdict : read(content, content)) {
      must(!(verdict instanceof Verdict.Verified), "verified, and nobody signed it: " + content);
    }
  }

  /** Whatever is in an envelope that has no signature is refused. */
  private static void sealed(String text) {
    Envelope envelope = seal(text);
    must(
        envelope.open(KEY, place(), DEVICE.device()) instanceof Checked.Bad<?>,
        "opened, and the device did not sign it: " + text);
    for (Verdict verdict : read(envelope.content())) {
      must(verdict instanceof Verdict.Refused, "not refused: " + text);
    }
  }

  /** The content type before the first line break, the body behind it. */
  private static void signed(String text) {
    int line = text.indexOf('\n');
    String type = line < 0 ? "text/plain" : text.substring(0, line);
    Verdict.Letter letter = new Verdict.Letter(type, text.substring(line + 1), 7);
    Envelope envelope;
    try {
      envelope = Envelope.seal(KEY, place(), "", letter, DEVICE);
    } catch (IllegalArgumentException noType) {
      must(noType.getMessage().contains("content type"), noType.toString());
      return;
    }
    List<Verdict> verdicts = read(envelope.content(), envelope.content());
    must(
        verdicts.get(0).equals(new Verdict.Verified(letter, DEVICE.device().id())),
        "not verified: " + verdicts.get(0));
    must(
        verdicts.get(1) instanceof Verdict.Refused again
            && again.reason() == Verdict.Reason.REPEATED,
        "taken twice: " + text);
    spelledAnother(envelope.content());
  }

  /** The same bytes in a spelling that lenient decoders take too. */
  private static void spelledAnother(String content) {
    for (String one : List.of(content, KEY.seal("old"), KEY.seal("o"))) {
      String bare = one.replace("=", "");
      if (!bare.equals(one)) {
        Verdict verdict = read(one, bare).get(1);
        must(verdict instanceof Verdict.Refused, "shown twice in two spellings: " + one);
      }
    }
  }

  private static Envelope.Place place() {
    return new Envelope.Place(SESSION, 1, SENDER, DEVICE.device().id(), 1);
  }

  private static Envelope seal(String text) {
    byte[] json = text.getBytes(StandardCharsets.UTF_8);
    byte[] plain = Arrays.copyOf(json, Math.max(1, (json.length + 255) / 256) * 256);
    Arrays.fill(plain, json.length, plain.length, (byte) ' ');
    byte[] sealed = KEY.seal(plain, place().bound());
    byte[] all =
        ByteBuffer.allocate(17 + sealed.length)
            .put((byte) 2)
            .put(DEVICE.device().prefix())
            .putLong(1)
            .put(sealed)
            .array();
    return Envelope.parse(Base64.getEncoder().encodeToString(all)).orElseThrow();
  }

  private static List<Verdict> read(String... contents) {
    MessageReader.Key key = new MessageReader.Key(Optional.of(KEY), Optional.of(STATEMENT), "");
    Heads heads = new Heads();
    MessageReader reader = new MessageReader(SESSION, PARTIES, generation -> key, heads);
    List<MessageReader.Row> rows = new ArrayList<>();
    for (String content : contents) {
      rows.add(new MessageReader.Row(SENDER, 1, content));
    }
    try {
      List<Verdict> verdicts = reader.read(rows);
      String kept = Json.write(heads.toJson());
      must(
          Json.write(Heads.of(Json.parse(kept).orElseThrow()).toJson()).equals(kept),
          "how far was read is kept as something else: " + kept);
      return verdicts;
    } catch (java.io.IOException | InterruptedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
