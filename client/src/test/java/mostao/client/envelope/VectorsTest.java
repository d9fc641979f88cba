package mostao.client.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.client.seal.SessionKey;
import mostao.client.trust.Checked;
import mostao.client.trust.Device;
import mostao.client.trust.DeviceKeys;
import mostao.client.trust.Devices;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.Peer;
import mostao.client.trust.SafetyNumber;
import mostao.client.wallet.RsaWallet;
import mostao.client.wallet.WalletFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every client must come to; client/E2E.md says how to read the file. Written anew with {@code
 * -Dmostao.vectors.write=true}.
 */
class VectorsTest {
  private static final Path ROOT = Path.of(System.getProperty("mostao.root"));
  private static final Path FILE = ROOT.resolve("client/src/test/resources/e2e/vectors.json");

  private static JsonNode vectors;
  private static Parties parties;
  private static RsaWallet wallet;

  @BeforeAll
  static void read() throws Exception {
    wallet = (RsaWallet) WalletFile.load(ROOT.resolve("e2e/node/wallets/dev-3.json"));
    if (Boolean.getBoolean("mostao.vectors.write")) {
      Files.createDirectories(FILE.getParent());
      Files.writeString(
          FILE,
          new ObjectMapper()
                  .writerWithDefaultPrettyPrinter()
                  .writeValueAsString(new VectorsMade(wallet).all())
              + "\n");
    }
    vectors = Json.parse(Files.readString(FILE)).orElseThrow();
    parties = new Parties(peer(0), peer(1));
  }

  private static HandleBirth birth(int side) {
    JsonNode row = vectors.path("parties").path(side);
    return new HandleBirth(
        row.path("process").asText(),
        row.path("handle").asText(),
        row.path("owner").asText(),
        row.path("registry").asText());
  }

  private static Peer peer(int side) {
    JsonNode row = vectors.path("parties").path(side);
    Devices devices = Devices.of(texts(row.path("devices")), birth(side));
    return new Peer(birth(side), devices, row.path("pubkey").asText(), false);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  @Test
  void deviceStatements() {
    assertThat(vectors.path("deviceStatements")).hasSizeGreaterThan(8);
    for (JsonNode one : vectors.path("deviceStatements")) {
      Devices devices = Devices.of(texts(one.path("statements")), birth(1));

      assertThat(devices.serial())
          .as(one.path("name").asText())
          .isEqualTo(one.path("serial").asLong());
      assertThat(devices.believed())
          .extracting(Device::id)
          .as(one.path("name").asText())
          .containsExactlyElementsOf(texts(one.path("believed")));
    }
  }

  @Test
  void safetyNumbers() {
    HandleBirth a = birth(0);
    HandleBirth b = birth(1);
    String number = vectors.path("safetyNumbers").path(0).path("number").asText();

    assertThat(number).matches("([0-9]{5} ){11}[0-9]{5}");
    assertThat(SafetyNumber.of(a.owner(), a.process(), b.owner(), b.process())).isEqualTo(number);
    assertThat(SafetyNumber.of(b.owner(), b.process(), a.owner(), a.process())).isEqualTo(number);
    assertThat(SafetyNumber.of(b.owner(), a.process(), a.owner(), b.process()))
        .isNotEqualTo(number);
  }

  @Test
  void sessionKeys() throws Exception {
    assertThat(vectors.path("sessionKeys")).hasSizeGreaterThan(8);
    for (JsonNode one : vectors.path("sessionKeys")) {
      assertThat(verdicts(one.path("statements")))
          .as(one.path("name").asText())
          .containsExactlyElementsOf(texts(one.path("verdicts")));
    }
  }

  private static KeyChain chain(JsonNode statements) {
    List<JsonNode> rows = new ArrayList<>();
    for (JsonNode statement : statements) {
      rows.add(Json.object().put("generation", rows.size() + 1).set("statement", statement));
    }
    KeyChain chain = KeyChain.of(Json.array());
    chain.extend(vectors.path("session").asText(), rows, parties, 0, false);
    return chain;
  }

  private static List<String> verdicts(JsonNode statements) throws Exception {
    List<String> verdicts = new ArrayList<>();
    for (KeyChain.Link link : chain(statements).links()) {
      JsonNode statement = statements.path((int) link.generation() - 1);
      String verdict = "refused";
      if (link.believed()) {
        List<Optional<Checked<SessionKey>>> copies = opened(statement);
        boolean opens = copies.stream().allMatch(c -> c.orElseThrow() instanceof Checked.Good);
        verdict = opens ? "believed" : "believed, does not open";
      }
      verdicts.add(verdict);
    }
    return verdicts;
  }

  // By both devices and by alice's wallet.
  private static List<Optional<Checked<SessionKey>>> opened(JsonNode field) throws Exception {
    KeyStatement statement = ((Checked.Good<KeyStatement>) KeyStatement.read(field)).value();
    return List.of(
        statement.open(DeviceKeys.of(vectors.path("parties").path(0).path("secrets"))),
        statement.open(DeviceKeys.of(vectors.path("parties").path(1).path("secrets"))),
        statement.open(wallet.address(), wallet.privateKey()));
  }

  @Test
  void messages() throws Exception {
    assertThat(vectors.path("messages")).hasSizeGreaterThan(12);
    JsonNode statements = vectors.path("keysOfMessages");
    assertThat(chain(statements).links()).hasSize(2).allMatch(KeyChain.Link::believed);
    for (JsonNode one : vectors.path("messages")) {
      List<MessageReader.Row> rows = new ArrayList<>();
      one.path("rows")
          .forEach(
              row ->
                  rows.add(
                      new MessageReader.Row(
                          row.path("sender").asText(),
                          row.path("generation").asLong(),
                          row.path("content").asText())));
      MessageReader reader =
          new MessageReader(
              vectors.path("session").asText(),
              parties,
              generation -> key(statements, generation),
              new Heads());

      assertThat(reader.read(rows))
          .extracting(VectorsTest::said)
          .as(one.path("name").asText())
          .containsExactlyElementsOf(texts(one.path("verdicts")));
    }
  }

  private static MessageReader.Key key(JsonNode statements, long generation) {
    JsonNode field = statements.path((int) generation - 1);
    if (field.isMissingNode()) {
      return new MessageReader.Key(Optional.empty(), Optional.empty(), "there is none");
    }
    KeyStatement statement = ((Checked.Good<KeyStatement>) KeyStatement.read(field)).value();
    Checked<SessionKey> key = statement.open(wallet.address(), wallet.privateKey()).orElseThrow();
    return new MessageReader.Key(
        Optional.of(((Checked.Good<SessionKey>) key).value()), Optional.of(statement), "");
  }

  private static String said(Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused) {
      return "refused " + refused.reason();
    }
    return verdict instanceof Verdict.Verified ? "verified" : "unverified";
  }
}
