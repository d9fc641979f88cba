package mostao.ao.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class AsciiReaderTest {
  private static final String SEALED = "{\"n\":1,\"x\":\"a\\\"b\\\\\",\"t\":\"\\n\"}\n\r\t/";
  private static final Tags TAGS = Tags.of("Action", "X", "", "\"", "Action", "\u007f");

  private static final InboxRecord INBOX =
      new InboxRecord(
          "i", "o", "k", 2, "s", "f", "t", "0000000000000000000000000000000a", TAGS, data(SEALED));

  private static final OutboxRecord OUTBOX =
      outbox(
          Result.of(
                  List.of(
                      new Result.Outgoing("t", SEALED, "a", TAGS),
                      new Result.Outgoing("t2", "", "", Tags.none())),
                  List.of(new Result.Spawn("d", "a", TAGS), new Result.Spawn("", "", Tags.none())))
              .saying("said"));

  @Test
  void whatIsUsualIsReadHere() {
    assertThat(AsciiReader.inbox(Wire.encode(INBOX))).contains(INBOX);
    for (OutboxRecord outbox :
        List.of(
            OUTBOX,
            outbox(Result.nothing()),
            outbox(Result.said("said")),
            new OutboxRecord(
                "", "", "", "", 0, 999_999_999_999_999_999L, "", 7, Result.nothing()))) {
      assertThat(AsciiReader.outbox(Wire.encode(outbox))).contains(outbox);
    }
  }

  @Test
  void whatIsNotUsualIsLeftToTheTree() {
    for (String rare : List.of("ü", "a\u0001", "\b", "\f")) {
      assertLeft(new InboxRecord("i", rare, "k", 2, "s", "f", "t", "", Tags.none(), data("")));
      assertLeft(outbox(Result.said(rare)));
    }
    assertLeft(INBOX.assignedTo("p", List.of("Data")));
    assertLeft(new InboxRecord("i", "", "k", -1, "s", "f", "t", "", TAGS, data("x")));
    assertLeft(
        new InboxRecord("i", "", "k", 1, "s", "f", "t", "", TAGS, ItemData.of(new byte[] {-1, 0})));
    assertLeft(outbox(Result.failed("no")));
    assertLeft(new OutboxRecord("p", "", "m", "", 1, Long.MAX_VALUE, "", 0, Result.nothing()));
    assertLeft(new OutboxRecord("p", "", "m", "", -1, 1, "", 0, Result.nothing()));
  }

  private static void assertLeft(InboxRecord inbox) {
    byte[] bytes = Wire.encode(inbox);
    assertThat(AsciiReader.inbox(bytes)).isEmpty();
    assertThat(Wire.decodeInbox(bytes)).isEqualTo(Decoded.ok(inbox));
  }

  private static void assertLeft(OutboxRecord outbox) {
    byte[] bytes = Wire.encode(outbox);
    assertThat(AsciiReader.outbox(bytes)).isEmpty();
    assertThat(Wire.decodeOutbox(bytes)).isEqualTo(Decoded.ok(outbox));
  }

  /** The same number in other words, or none: what JSON doesn't take is not taken here. */
  @Test
  void numbersAreThoseOfJson() {
    String inbox = text(Wire.encode(INBOX));
    String outbox = text(Wire.encode(OUTBOX));
    for (String number :
        List.of("", "02", "00", "2 ", " 2", "-2", "2.0", "2e0", "2147483648", "\"2\"", "null")) {
      assertSame(inbox.replace("\"SignatureType\":2", "\"SignatureType\":" + number));
      assertSame(outbox.replace("\"Depth\":2", "\"Depth\":" + number));
    }
    for (String number :
        List.of("1".repeat(18), "1".repeat(19), "9".repeat(19), "1".repeat(5_000))) {
      assertSame(outbox.replace("\"Nonce\":3", "\"Nonce\":" + number));
    }
  }

  /** However a record is cut or goes on, it is what the tree says it is. */
  @Test
  void everyPartOfARecordIsReadAsTheTreeReadsIt() {
    for (byte[] whole : List.of(Wire.encode(INBOX), Wire.encode(OUTBOX))) {
      for (int length = 0; length <= whole.length; length++) {
        assertSame(text(whole).substring(0, length));
        assertSame(text(whole).substring(length));
      }
      for (String behind : List.of(" ", "}", "{}", ",", "\u0000")) {
        assertSame(text(whole) + behind);
      }
    }
  }

  /** Bytes changed, left out, put in and moved, of which most are in nearly the usual form. */
  @Test
  void whateverIsReadHereTheTreeReadsTheSame() {
    Random random = new Random(Long.getLong("mostao.seed", 105));
    List<byte[]> wholes = List.of(Wire.encode(INBOX), Wire.encode(OUTBOX));
    int here = 0;
    for (int run = 0; run < 60_000; run++) {
      byte[] bytes = wholes.get(run % 2);
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes = changed(bytes, random);
      }
      assertSame(bytes);
      here += AsciiReader.inbox(bytes).isPresent() || AsciiReader.outbox(bytes).isPresent() ? 1 : 0;
    }
    assertThat(here).isGreaterThan(2_000);
  }

  private static byte[] changed(byte[] bytes, Random random) {
    List<Byte> list = new ArrayList<>();
    for (byte one : bytes) {
      list.add(one);
    }
    int at = random.nextInt(list.size());
    switch (random.nextInt(4)) {
      case 0 -> list.set(at, (byte) random.nextInt(256));
      case 1 -> list.remove(at);
      case 2 -> list.add(at, list.get(random.nextInt(list.size())));
      default -> list.set(at, (byte) "\\\"nrtbf/u0{}[],:".charAt(random.nextInt(16)));
    }
    byte[] all = new byte[list.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = list.get(i);
    }
    return all;
  }

  private static void assertSame(String json) {
    assertSame(json.getBytes(StandardCharsets.UTF_8));
  }

  private static void assertSame(byte[] bytes) {
    byte[] before = bytes.clone();
    assertThat(Wire.decodeInbox(bytes)).isEqualTo(JsonFields.decode(bytes, Wire::inbox));
    assertThat(Wire.decodeOutbox(bytes)).isEqualTo(JsonFields.decode(bytes, Wire::outbox));
    assertThat(Arrays.equals(bytes, before)).isTrue();
    AsciiReader.inbox(bytes).ifPresent(inbox -> assertThat(Wire.encode(inbox)).isEqualTo(bytes));
    AsciiReader.outbox(bytes).ifPresent(outbox -> assertThat(Wire.encode(outbox)).isEqualTo(bytes));
  }

  private static OutboxRecord outbox(Result result) {
    return new OutboxRecord("p", "mod", "m", "X", 3, 1_700_000_000_000L, "root", 2, result);
  }

  private static ItemData data(String text) {
    return ItemData.of(text);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
