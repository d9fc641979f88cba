package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListingScanTest {
  private static final List<String> NAMES =
      List.of(
          "Handle-Owner",
          "Handle-A-Owner",
          "Handle-B-Owner",
          "From-Process",
          "handle-owner",
          "Type",
          "Handle-Owner\"",
          "Grüße",
          "");

  private static final List<String> VALUES =
      List.of("a", "b", "", "0xAb", "quoted \" text", "back\\slash", "ümlaut", "]}", "\u0000", "}");

  @Test
  void whatOurProgramsWriteIsRead() {
    byte[] record =
        Wire.encode(
            new DirectoryRecord(
                "p",
                "session",
                "m",
                "o",
                Tags.of("Type", "Process", "From-Process", "r", "Handle-A-Owner", "a")
                    .and(Tags.of("Handle-B-Owner", "b", "Handle-A-Owner", "c"))));
    assertThat(ListingScan.read(record))
        .contains(new Listing("p", "session", "m", "o", true, List.of("a", "b")));
    assertThat(ListingScan.read(Wire.encode(new DirectoryRecord("p", "x", "m", "o", Tags.none()))))
        .contains(new Listing("p", "x", "m", "o", false, List.of()));
  }

  @Test
  void itReadsWhatTheParserReadsOrNothing() {
    Random random = new Random(13);
    int read = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] record = Wire.encode(any(random));
      Optional<Listing> scanned = ListingScan.read(record);
      read += scanned.isPresent() ? 1 : 0;
      same(record, scanned);
    }
    assertThat(read).isGreaterThan(5_000);
  }

  @Test
  void noChangeMakesItReadSomethingElse() {
    Random random = new Random(14);
    int read = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] record = Wire.encode(any(random));
      for (int change = 0; change <= random.nextInt(3); change++) {
        record[random.nextInt(record.length)] =
            random.nextBoolean()
                ? (byte) random.nextInt()
                : (byte) "\"\\,{}[]:0a ".charAt(random.nextInt(11));
      }
      Optional<Listing> scanned = ListingScan.read(record);
      read += scanned.isPresent() ? 1 : 0;
      same(record, scanned);
    }
    assertThat(read).isGreaterThan(1_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "no json",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\"}",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[,]}",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[]} ",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[]",
        "{\"Process\": \"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[]}",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[{\"name\":\"n\",\"value\":\"v\"},]}",
        "{\"Process\":\"p\",\"Module\":\"m\",\"Module-Id\":\"i\",\"Owner\":\"o\",\"Tags\":[{\"name\":\"n\",\"value\":\"v\",\"x\":1}]}"
      })
  void otherFormsAreLeftToTheParser(String record) {
    assertThat(ListingScan.read(record.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private static void same(byte[] record, Optional<Listing> scanned) {
    scanned.ifPresent(
        listing -> {
          Decoded<DirectoryRecord> parsed = Wire.decodeDirectory(record);
          assertThat(parsed)
              .as(() -> new String(record, StandardCharsets.UTF_8))
              .isInstanceOf(Decoded.Ok.class);
          assertThat(listing).isEqualTo(Listing.of(((Decoded.Ok<DirectoryRecord>) parsed).value()));
        });
  }

  private static DirectoryRecord any(Random random) {
    List<Tag> tags = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      // Mostly ordinary ones, of which records mostly are made.
      boolean odd = random.nextInt(8) == 0;
      tags.add(
          new Tag(
              NAMES.get(random.nextInt(odd ? NAMES.size() : 6)),
              VALUES.get(random.nextInt(odd ? VALUES.size() : 4))));
    }
    List<String> modules = List.of("registry", "handle", "session", "other");
    return new DirectoryRecord(
        "p" + random.nextInt(9), modules.get(random.nextInt(4)), "m", "a", new Tags(tags));
  }
}
