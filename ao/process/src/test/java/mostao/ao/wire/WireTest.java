package mostao.ao.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Tags TAGS = Tags.of("Action", "X", "Ünï", "\u0000\n\"", "Action", "");

  @Test
  void everyRecordComesBackAsItWas() {
    for (byte[] data :
        List.of(
            bytes(""),
            bytes("plain\ttext\n"),
            bytes("nul \u0000 bell \u0007"),
            bytes("😀 \uFFFF"),
            new byte[] {(byte) 0xff, 0, (byte) 0xc3})) {
      InboxRecord inbox = inbox(ItemData.of(data));
      assertThat(Wire.decodeInbox(Wire.encode(inbox))).isEqualTo(Decoded.ok(inbox));
      InboxRecord assigned = inbox.assignedTo("p", List.of("Data", "Tags"));
      assertThat(Wire.decodeInbox(Wire.encode(assigned))).isEqualTo(Decoded.ok(assigned));
    }
    OutboxRecord outbox =
        outbox(
            new Result(
                List.of(new Result.Outgoing("t", "d", "a", TAGS)),
                List.of(new Result.Spawn("d", "a", TAGS)),
                List.of(new Result.Assign(List.of("p", "q"), "m")),
                "out",
                Optional.empty()));
    assertThat(Wire.decodeOutbox(Wire.encode(outbox))).isEqualTo(Decoded.ok(outbox));
    OutboxRecord failed = outbox(Result.failed("no"));
    assertThat(Wire.decodeOutbox(Wire.encode(failed))).isEqualTo(Decoded.ok(failed));
    DirectoryRecord directory = new DirectoryRecord("p", "handle", "m", "o", TAGS);
    assertThat(Wire.decodeDirectory(Wire.encode(directory))).isEqualTo(Decoded.ok(directory));
    WalletRecord wallet = new WalletRecord("p", "m", 7, 1, 9, inbox(ItemData.of("\u0000")));
    assertThat(Wire.decodeWallet(Wire.encode(wallet))).isEqualTo(Decoded.ok(wallet));
  }

  @Test
  void aFaultInsideAnItemIsNamedWithItsPlace() {
    byte[] bytes =
        bytes(
            new String(
                    Wire.encode(new WalletRecord("p", "m", 7, 1, 9, inbox(ItemData.of("x")))),
                    StandardCharsets.UTF_8)
                .replace("\"Anchor\":", "\"Other\":"));
    assertThat(Wire.decodeWallet(bytes))
        .isEqualTo(Decoded.bad("MissingField", "field Item.Anchor is missing"));
    assertThat(
            Wire.decodeWallet(
                bytes(
                    "{\"Process\":\"p\",\"Message\":\"m\",\"Nonce\":1,\"Index\":0,\"Timestamp\":1,\"Item\":[]}")))
        .isEqualTo(Decoded.bad("WrongType", "field Item is ARRAY, not an object"));
  }

  @Test
  void operatorsReadTextAsTextAndOnlyTheRestAsBase64() {
    String text =
        new String(Wire.encode(inbox(ItemData.of("hello\nworld"))), StandardCharsets.UTF_8);
    assertThat(text).contains("\"Data\":\"hello\\nworld\"").doesNotContain("Data-Encoding");
    String binary =
        new String(Wire.encode(inbox(ItemData.of(new byte[] {0, 1}))), StandardCharsets.UTF_8);
    assertThat(binary).contains("\"Data\":\"AAE\"").contains("\"Data-Encoding\":\"base64url\"");
  }

  @Test
  void whatIsWrittenAsTextDoesNotGrow() {
    for (char c = 0; c < 0x100; c++) {
      boolean grows = c < ' ' && c != '\n' && c != '\r' && c != '\t';
      assertThat(ItemData.of("a" + c).plain())
          .isEqualTo(grows ? Optional.empty() : Optional.of("a" + c));
    }
    assertThat(ItemData.of(new byte[] {'a', -1}).plain()).isEmpty();
  }

  @Test
  void theErrorKeyIsAbsentOnSuccess() {
    assertThat(Wire.encodeResult(Result.nothing()))
        .isEqualTo("{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}");
    assertThat(Wire.encodeResult(Result.failed("no"))).contains("\"Error\":\"no\"");
  }

  @Test
  void whatIsNoRecordIsANamedFault() {
    assertThat(fault("")).isEqualTo("NotJson");
    assertThat(fault("garbage")).isEqualTo("NotJson");
    assertThat(fault("[]")).isEqualTo("NotJson");
    assertThat(fault("null")).isEqualTo("NotJson");
    assertThat(fault("{} {}")).isEqualTo("NotJson");
    assertThat(fault("{\"Id\":1,\"Id\":2}")).isEqualTo("NotJson");
    assertThat(fault("[".repeat(100_000))).isEqualTo("NotJson");
    assertThat(fault("{}")).isEqualTo("MissingField");
    assertThat(fault("{\"Id\":7}")).isEqualTo("WrongType");
    assertThat(fault("{\"Id\":null}")).isEqualTo("MissingField");
    String good = new String(Wire.encode(inbox(ItemData.of("x"))), StandardCharsets.UTF_8);
    assertThat(fault(good.replace("\"SignatureType\":2", "\"SignatureType\":2.5")))
        .isEqualTo("WrongType");
    assertThat(fault(good.replace("\"Data\":\"x\"", "\"Data\":\"x\",\"Data-Encoding\":\"gzip\"")))
        .isEqualTo("WrongType");
    assertThat(
            fault(good.replace("\"Data\":\"x\"", "\"Data\":\"*\",\"Data-Encoding\":\"base64url\"")))
        .isEqualTo("WrongType");
    assertThat(fault(good.replace("\"name\":\"Action\"", "\"name\":7"))).isEqualTo("WrongType");
    for (String exclude : List.of("7", "{}", "[7]", "[\"\"]", "[\"a,b\"]", "[\"a b\"]")) {
      assertThat(fault(good.replaceFirst("\\{", routing("\"t2\"", exclude))))
          .as(exclude)
          .isEqualTo("WrongType");
    }
    assertThat(fault(good.replaceFirst("\\{", "{\"Recipient\":\"t2\","))).isEqualTo("MissingField");
    assertThat(fault(good.replaceFirst("\\{", routing("7", "[]")))).isEqualTo("WrongType");
  }

  @Test
  void noMutationOfARecordMakesTheDecoderThrow() {
    byte[] good = Wire.encode(inbox(ItemData.of("some data")));
    long seed = Long.getLong("mostao.seed", 104);
    Random random = new Random(seed);
    for (int run = 0; run < 20_000; run++) {
      byte[] bad = good.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
      }
      try {
        assertThat(Wire.decodeInbox(bad)).isNotNull();
        assertThat(Wire.decodeOutbox(bad)).isNotNull();
        assertThat(Wire.decodeDirectory(bad)).isNotNull();
        assertThat(Wire.decodeDeployment(bad)).isNotNull();
      } catch (RuntimeException thrown) {
        throw new AssertionError("run " + run + " of -Dmostao.seed=" + seed, thrown);
      }
    }
  }

  @Test
  void deploymentComesBackAsItWas() {
    DeploymentRecord deployment =
        new DeploymentRecord("authority", "cmVn", Map.of("handle", "aA", "registry", "cg"));
    assertThat(Wire.decodeDeployment(Wire.encode(deployment))).isEqualTo(Decoded.ok(deployment));
    assertThat(Wire.decodeDeployment(bytes("{\"Authority\":\"a\"}")))
        .isInstanceOf(Decoded.Bad.class);
  }

  @Test
  void inboxesKeepTheirRecordsAndTheBrokersTime() {
    Topics.Definition inbox =
        Topics.all().stream()
            .filter(t -> t.name().equals("ao.session.inbox"))
            .findFirst()
            .orElseThrow();
    assertThat(inbox.partitions()).isEqualTo(24);
    assertThat(inbox.config())
        .containsEntry("message.timestamp.type", "LogAppendTime")
        .containsEntry("retention.ms", "-1")
        .containsEntry("compression.type", "uncompressed");
    assertThat(Topics.moduleOfOutbox("ao.handle.outbox")).isEqualTo("handle");
  }

  private static String routing(String recipient, String exclude) {
    return "{\"Recipient\":" + recipient + ",\"Exclude\":" + exclude + ",";
  }

  private static String fault(String text) {
    Decoded<InboxRecord> decoded = Wire.decodeInbox(bytes(text));
    return decoded instanceof Decoded.Bad<InboxRecord> bad ? bad.fault().name() : "none";
  }

  private static InboxRecord inbox(ItemData data) {
    return new InboxRecord("i", "o", "k", 2, "s", "f", "t", "", TAGS, data);
  }

  /** However it is written: of texts of every kind, and of one character that is at every place. */
  @Test
  void recordsAreWrittenAsTheirTreesAre() {
    List<String> texts = new ArrayList<>(List.of("", "plain", "{\"a\":\"\\\"\"}", "ü", "a😀b"));
    for (char c = 0; c <= 0x100; c++) {
      texts.add("a".repeat(c % 7) + c + "b".repeat(c % 3));
    }
    texts.addAll(List.of("\ud800", "a\udc00?", "?\ud800", "??", "a?\"b?"));
    texts.add("\u0001".repeat(5_000));
    texts.add("\"".repeat(5_000) + "\u001f\u0010\u000f");
    for (String text : texts) {
      Tags tags = Tags.of("n" + text, text, text, "v");
      for (Result result :
          List.of(
              Result.said(text),
              Result.failed(text),
              Result.of(
                  List.of(
                      new Result.Outgoing("t", text, "a", Tags.none()),
                      new Result.Outgoing(text, "", text, tags)),
                  List.of(
                      new Result.Spawn(text, "a", tags), new Result.Spawn("", text, Tags.none()))),
              new Result(
                  List.of(),
                  List.of(),
                  List.of(new Result.Assign(List.of("p", text), "m")),
                  text,
                  Optional.empty()))) {
        assertThat(Wire.resultBytes(result)).isEqualTo(JsonFields.write(Wire.json(result)));
        for (OutboxRecord outbox :
            List.of(
                outbox(result),
                new OutboxRecord(text, "a", text, "b", -1, Long.MAX_VALUE, text, 0, result),
                new OutboxRecord("a", text, "b", text, 0, 1, "c", Integer.MAX_VALUE, result))) {
          assertThat(Wire.encode(outbox)).isEqualTo(JsonFields.write(Wire.json(outbox)));
        }
      }
      for (ItemData data :
          List.of(ItemData.of(text), ItemData.of("plain"), ItemData.of(new byte[] {-1, 0}))) {
        for (InboxRecord inbox :
            List.of(
                inbox(data),
                new InboxRecord(text, "o", text, 1, text, "f", text, "", Tags.none(), data),
                new InboxRecord("i", "o", "k", 2, "s", "f", "t", "", Tags.none(), data)
                    .assignedTo(text, List.of("Data")),
                new InboxRecord("i", text, "k", -1, "s", text, "t", text, tags, data),
                inbox(data).assignedTo(text, List.of("Data")))) {
          assertThat(Wire.encode(inbox)).isEqualTo(JsonFields.write(Wire.json(inbox)));
          WalletRecord wallet = told(inbox, text);
          assertThat(Wire.encode(wallet)).isEqualTo(JsonFields.write(Wire.json(wallet)));
        }
      }
    }
  }

  private static WalletRecord told(InboxRecord item, String text) {
    return new WalletRecord(text, "m" + text, 7, 1, Long.MAX_VALUE, item);
  }

  /** What goes to a log and to a topic is written once; what came in our form, never. */
  @Test
  void aRecordIsWrittenOnce() {
    InboxRecord inbox = inbox(ItemData.of("{\"a\":1}"));
    InboxRecord plain =
        new InboxRecord("i", "o", "k", 2, "s", "f", "t", "", Tags.none(), ItemData.of("ü"));
    for (InboxRecord record : List.of(inbox, plain, inbox.assignedTo("r", List.of("Data")))) {
      byte[] bytes = Wire.encode(record);
      Encoded<InboxRecord> read =
          ((Decoded.Ok<Encoded<InboxRecord>>) Wire.readInbox(bytes)).value();
      assertThat(read).isEqualTo(Encoded.of(record));
      assertThat(read.record()).isEqualTo(record);
      assertThat(read.json()).isEqualTo(bytes).isSameAs(read.json());
    }
    String spaced =
        new String(Wire.encode(plain), StandardCharsets.UTF_8).replace(",\"Owner\"", ", \"Owner\"");
    assertThat(((Decoded.Ok<Encoded<InboxRecord>>) Wire.readInbox(bytes(spaced))).value().json())
        .as("another form is written as ours")
        .isEqualTo(Wire.encode(plain));
    assertThat(Wire.readInbox(bytes("[]"))).isEqualTo(Wire.decodeInbox(bytes("[]")));
    Encoded<OutboxRecord> outbox = Encoded.of(outbox(Result.said("x")));
    assertThat(outbox.json()).isEqualTo(Wire.encode(outbox.record())).isSameAs(outbox.json());
  }

  /** At every distance from the end of what was made room for. */
  @Test
  void whatIsEscapedFindsRoomWhereverItBegins() {
    for (String end : List.of("", "\"", "\u0001", "\"\u001f", "\u0001\"", "\u0001".repeat(400))) {
      for (int plain = 0; plain < 2_500; plain++) {
        InboxRecord inbox = inbox(ItemData.of("a".repeat(plain) + end));
        assertThat(Wire.encode(inbox)).isEqualTo(JsonFields.write(Wire.json(inbox)));
        OutboxRecord outbox = outbox(Result.said("\n".repeat(9) + "a".repeat(plain) + end));
        assertThat(Wire.encode(outbox)).isEqualTo(JsonFields.write(Wire.json(outbox)));
        OutboxRecord longer =
            new OutboxRecord("a".repeat(plain) + end, "b", "c", "d", 0, 1, end, 0, Result.said(""));
        assertThat(Wire.encode(longer)).isEqualTo(JsonFields.write(Wire.json(longer)));
      }
    }
  }

  @Test
  void aResultAsWeWriteItIsPassedOnAsItIs() {
    List<Result> written =
        List.of(
            Result.nothing(),
            Result.said("\u0000 ü 😀 \uFFFF"),
            Result.of(
                List.of(
                    new Result.Outgoing("t", "{\"a\":\"\\\"\"}", "a", TAGS),
                    new Result.Outgoing("", "", "", Tags.none())),
                List.of(new Result.Spawn("d", "a", TAGS))));
    for (Result result : written) {
      byte[] bytes = bytes(Wire.encodeResult(result));
      assertThat(((Decoded.Ok<byte[]>) Wire.passResult(bytes)).value()).isSameAs(bytes);
    }
  }

  @Test
  void aResultThatIsWrittenInAnotherWayIsWrittenAnew() {
    Result assigned =
        new Result(
            List.of(),
            List.of(),
            List.of(new Result.Assign(List.of("p"), "m")),
            "",
            Optional.empty());
    for (Result result : List.of(Result.failed("no"), assigned)) {
      assertThat(passed(Wire.encodeResult(result))).isEqualTo(Wire.encodeResult(result));
    }
    String plain = Wire.encodeResult(Result.said("x"));
    for (String other :
        List.of(
            "{\"Output\":\"x\",\"Messages\":[],\"Spawns\":[],\"Assignments\":[]}",
            plain.replace("{", "{\"New\":1,"),
            plain.replace("}", ",\"New\":[{}]}"))) {
      assertThat(passed(other)).isEqualTo(plain);
    }
  }

  /** Bytes that are passed over mean what they would if they were read. */
  @Test
  void whatIsPassedOnIsWhatIsRead() {
    byte[] result =
        bytes(
            Wire.encodeResult(
                Result.of(
                        List.of(new Result.Outgoing("t", "{\"ü\":[1,\"😀\"]}", "a", TAGS)),
                        List.of(new Result.Spawn("d", "a", Tags.none())))
                    .saying("\u0001 ü")));
    Random random = new Random(7);
    int passed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = result.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] =
            random.nextBoolean()
                ? result[random.nextInt(result.length)]
                : (byte) random.nextInt(256);
      }
      Decoded<Result> read = Wire.decodeResult(bytes);
      if (Wire.passResult(bytes) instanceof Decoded.Ok<byte[]> ok) {
        String text = new String(ok.value(), StandardCharsets.UTF_8);
        assertThat(bytes(text)).isEqualTo(ok.value());
        assertThat(Wire.decodeResult(ok.value())).isEqualTo(read);
        passed++;
      } else {
        assertThat(((Decoded.Bad<byte[]>) Wire.passResult(bytes)).fault())
            .isEqualTo(((Decoded.Bad<Result>) read).fault());
      }
    }
    assertThat(passed).isGreaterThan(500);
  }

  /** Overlong, half a surrogate pair, beyond Unicode, cut, and what begins nothing. */
  @Test
  void whatIsNotUtf8IsNotPassedOn() {
    byte[] result = bytes(Wire.encodeResult(Result.said("xxxx")));
    int place = new String(result, StandardCharsets.UTF_8).indexOf("xxxx");
    for (String wrong : List.of("c080", "e08080", "eda080", "f4908080", "c3", "80", "f8888080")) {
      byte[] bytes = result.clone();
      byte[] sequence = HexFormat.of().parseHex(wrong);
      System.arraycopy(sequence, 0, bytes, place, sequence.length);
      if (Wire.passResult(bytes) instanceof Decoded.Ok<byte[]> ok) {
        String text = new String(ok.value(), StandardCharsets.UTF_8);
        assertThat(ok.value()).as(wrong).isEqualTo(bytes(text)).isNotEqualTo(bytes);
      }
    }
  }

  @Test
  void whatIsNoResultIsNotPassedOn() {
    String plain = Wire.encodeResult(Result.said("x"));
    for (String wrong :
        List.of(
            "",
            "no json",
            "[]",
            "{}",
            plain + plain,
            plain.substring(0, plain.length() - 1),
            plain.replace("\"x\"", "1"),
            plain.replace("\"Spawns\":[]", "\"Spawns\":{}"),
            plain.replace("\"Spawns\":[]", "\"Messages\":[],\"Spawns\":[]"),
            plain.replace("\"Messages\":[]", "\"Messages\":[{\"Target\":\"t\"}]"),
            plain.replace("\"Messages\":[]", "\"Messages\":[1]"))) {
      assertThat(Wire.passResult(bytes(wrong))).as(wrong).isInstanceOf(Decoded.Bad.class);
    }
  }

  private static String passed(String json) {
    return new String(
        ((Decoded.Ok<byte[]>) Wire.passResult(bytes(json))).value(), StandardCharsets.UTF_8);
  }

  private static OutboxRecord outbox(Result result) {
    return new OutboxRecord("p", "mod", "m", "X", 3, 1_700_000_000_000L, "root", 2, result);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
