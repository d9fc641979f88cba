package mostao.client.envelope;

import static mostao.ao.fuzz.Cost.must;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.fuzz.Cost;
import mostao.ao.process.Json;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;

/**
 * The text of a statement about a session key, as a session shows it: what is read is written as it
 * was, and is believed only if a device signed it.
 */
public final class KeyStatementTarget {
  private static final int FACTOR = 2000;
  private static final DeviceKeys DEVICE = VectorsMade.device(21);
  private static final Parties PARTIES = new Parties(peer(1), peer(2));

  private KeyStatementTarget() {}

  private static Peer peer(int number) {
    Devices devices = new Devices(1, List.of(), List.of(DEVICE.device()), List.of(), List.of());
    return new Peer(new HandleBirth(id(number), "h" + number, "o", "r"), devices, "", false);
  }

  private static String id(int value) {
    byte[] bytes = new byte[32];
    java.util.Arrays.fill(bytes, (byte) value);
    return Base64Url.encode(bytes);
  }

  public static List<byte[]> seeds() {
    SessionKey key = SessionKey.of(new byte[32]).orElseThrow();
    return List.of(
        KeyStatement.make(key, VectorsMade.SESSION, 1, "", PARTIES, DEVICE)
            .text()
            .getBytes(StandardCharsets.UTF_8),
        ("{\"by\":\"\",\"commitment\":\"\",\"device\":\"\",\"generation\":0,\"previous\":\"\","
                + "\"rsa\":[[\"a\",\"b\",\"c\"]],\"sealed\":[[\"\",\"\",\"\"]],\"session\":\"\","
                + "\"v\":2}")
            .getBytes(StandardCharsets.UTF_8));
  }

  public static void fuzzerTestOneInput(byte[] input) {
    Cost.bounded(input, FACTOR, () -> read(new String(input, StandardCharsets.UTF_8)));
  }

  private static void read(String text) {
    String signature = Base64Url.encode(DEVICE.sign(text.getBytes(StandardCharsets.UTF_8)));
    JsonNode unsigned = Json.object().put("signed", text).put("signature", "AAAA");
    if (!(KeyStatement.read(unsigned) instanceof Checked.Good<KeyStatement> good)) {
      return;
    }
    KeyStatement statement = good.value();
    must(statement.text().equals(text), "a statement is written in two ways: " + text);
    must(KeyStatement.read(statement.toJson()).equals(good), "read again it is another: " + text);
    must(fault(statement).isPresent(), "believed, and nobody signed it: " + text);
    statement.open(DEVICE);
    JsonNode signed = Json.object().put("signed", text).put("signature", signature);
    KeyStatement also = ((Checked.Good<KeyStatement>) KeyStatement.read(signed)).value();
    boolean ours = PARTIES.of(also.by()).isPresent() && also.device().equals(DEVICE.device().id());
    must(fault(also).isEmpty() == ours, "signed, and " + fault(also) + ": " + text);
    KeyChain chain = KeyChain.of(Json.array());
    JsonNode row = Json.object().put("generation", 1).set("statement", signed);
    chain.extend(also.session(), List.of(row), PARTIES, 0, false);
    must(KeyChain.of(chain.toJson()).links().equals(chain.links()), "kept as another chain");
  }

  private static Optional<String> fault(KeyStatement statement) {
    return statement.fault(statement.session(), statement.generation(), PARTIES);
  }
}
