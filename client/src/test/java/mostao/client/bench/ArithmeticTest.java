package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArithmeticTest {
  @Test
  void percentilesAreThoseOfTheValues() {
    Histogram nanos = new Histogram(3);
    for (int millis = 1; millis <= 1_000; millis++) {
      nanos.recordValue(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    Percentiles found = Percentiles.of(nanos);

    assertThat(found.count()).isEqualTo(1_000);
    assertThat(found.p50()).isCloseTo(500, within(1.0));
    assertThat(found.p95()).isCloseTo(950, within(1.0));
    assertThat(found.p99()).isCloseTo(990, within(1.0));
    assertThat(found.max()).isCloseTo(1_000, within(1.0));
    assertThat(Percentiles.of(List.of(7.0)).max()).isCloseTo(7, within(0.01));
    assertThat(Percentiles.of(List.of())).isEqualTo(new Percentiles(0, 0, 0, 0, 0));
  }

  @Test
  void atARateTheMomentsAreFixedHoweverLateTheyAreAskedFor() throws Exception {
    long start = System.nanoTime() - TimeUnit.SECONDS.toNanos(1);
    Due due = Due.of(new Load.Rate(10), start, start + TimeUnit.MILLISECONDS.toNanos(450));

    for (int number = 0; number < 5; number++) {
      assertThat(due.next()).hasValue(start + number * TimeUnit.MILLISECONDS.toNanos(100));
    }
    assertThat(due.next()).isEmpty();
  }

  @Test
  void atARateNothingIsSentBeforeItIsDue() throws Exception {
    long start = System.nanoTime();
    Due due = Due.of(new Load.Rate(100), start, start + TimeUnit.SECONDS.toNanos(1));

    for (int number = 0; number < 10; number++) {
      OptionalLong at = due.next();
      assertThat(System.nanoTime() - at.orElseThrow()).isNotNegative();
    }
  }

  @Test
  void inAClosedLoopOneIsSentForEachThatIsDelivered() throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
    Due due = Due.of(new Load.InFlight(2, 1), System.nanoTime(), end);

    assertThat(due.next()).isPresent();
    assertThat(due.next()).isPresent();
    due.delivered();
    assertThat(due.next()).isPresent();
    assertThat(due.next()).isEmpty();
    assertThat(System.nanoTime() - end).isNotNegative();
  }

  private static Sent sent(long number, long posted, long accepted) {
    Sent message = new Sent(0, number, posted);
    message.posted = posted;
    message.accepted = accepted;
    return message;
  }

  @Test
  void aCheckCountsEachMessageOnce() {
    List<Sent> sent = List.of(sent(1, 10, 15), sent(2, 20, 25), sent(3, 30, 35), sent(4, 40, 45));

    assertThat(SessionCheck.of(sent, List.of(1L, 2L, 3L, 4L)))
        .isEqualTo(new SessionCheck(4, 0, 0, 0, 0));
    assertThat(SessionCheck.of(sent, List.of(1L, 3L, 2L, 3L, SessionCheck.NO_NUMBER)))
        .isEqualTo(new SessionCheck(4, 1, 1, 1, 1));
  }

  @Test
  void twoThatWereOnTheirWayTogetherHaveNoOrder() {
    List<Sent> sent = List.of(sent(1, 10, 30), sent(2, 20, 40), sent(3, 35, 50));

    assertThat(SessionCheck.of(sent, List.of(2L, 1L, 3L)).right()).isTrue();
    assertThat(SessionCheck.of(sent, List.of(2L, 3L, 1L)).reordered()).isEqualTo(1);
  }

  @Test
  void whatWasNeverAcceptedIsNotLostAndMayBeThere() {
    List<Sent> sent = List.of(sent(1, 10, 0), sent(2, 20, 0));

    assertThat(SessionCheck.of(sent, List.of(2L))).isEqualTo(SessionCheck.NOTHING);
  }

  @Test
  void aContentTellsItsNumberUnlessItWasChanged() {
    String content = Contents.of(42, 300);

    assertThat(content).hasSize(300);
    assertThat(Contents.number(content, 300)).hasValue(42);
    assertThat(Contents.number(content.substring(1), 300)).isEmpty();
    assertThat(Contents.number(content + "x", 300)).isEmpty();
    assertThat(Contents.number("", 300)).isEmpty();
  }

  @Test
  void theRootOfAResultIsFoundWithoutReadingAllOfIt() {
    String root = "r".repeat(43);
    String json = "{\"Process\":\"p\",\"Pushed-For\":\"" + root + "\",\"Depth\":2}";

    assertThat(TopicDeliveries.root(json.getBytes(StandardCharsets.UTF_8))).isEqualTo(root);
    assertThat(TopicDeliveries.root("{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
    assertThat(TopicDeliveries.root(new byte[0])).isEmpty();
  }

  @Test
  void itemsArePostedByOneRunEach(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("items");
    try (ItemFile items = ItemFile.with(file, 3, ArithmeticTest::item)) {
      assertThat(items.unused()).isEqualTo(3);
      assertThat(items.item(0)).isEqualTo(item(0));
      items.begin();
      items.end(2);
    }
    // One is left, which is the third; the others are signed now.
    try (ItemFile items = ItemFile.with(file, 4, ArithmeticTest::item)) {
      assertThat(items.unused()).isEqualTo(4);
      assertThat(items.number(0)).isEqualTo(2);
      assertThat(items.item(0)).isEqualTo(item(2));
      assertThat(items.item(3)).isEqualTo(item(5));
      items.begin();
    }
    // That run was killed.
    try (ItemFile items = ItemFile.with(file, 1, ArithmeticTest::item)) {
      assertThat(items.number(0)).isEqualTo(6);
      assertThat(items.item(0)).isEqualTo(item(6));
    }
  }

  private static byte[] item(long number) {
    return ("item " + number).getBytes(StandardCharsets.UTF_8);
  }
}
