package mostao.gateway.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class RecordRingTest {
  private static final List<String> KEYS = List.of("", "a", "b", "\u00e4", "long".repeat(20));

  @RepeatedTest(200)
  void holdsTheLatestThatHaveRoom(RepetitionInfo run) {
    Random random = new Random(run.getCurrentRepetition());
    int mostRecords = random.nextInt(40);
    int mostBytes = random.nextInt(2 << random.nextInt(17));
    RecordRing ring = new RecordRing(mostRecords, mostBytes);
    Deque<TopicEntry> model = new ArrayDeque<>();
    long end = 0;
    for (int step = 0; step < 300; step++) {
      if (random.nextInt(100) == 0) {
        end += random.nextInt(1_000);
        ring.begin(end);
        model.clear();
      }
      byte[] value = new byte[random.nextInt(1 << random.nextInt(14))];
      random.nextBytes(value);
      TopicEntry entry = new TopicEntry(end, KEYS.get(random.nextInt(KEYS.size())), value);
      while (ring.isFullFor(entry)) {
        ring.dropOldest();
      }
      ring.add(entry);
      end++;
      model.addLast(entry);
      while (model.size() > mostRecords || bytes(model) > mostBytes) {
        model.removeFirst();
      }
      assertThat(ring.end()).isEqualTo(end);
      assertThat(ring.first()).isEqualTo(end - model.size());
      model.forEach(held -> assertHeld(ring, held));
    }
  }

  private static int bytes(Deque<TopicEntry> entries) {
    return entries.stream()
        .mapToInt(entry -> entry.key().getBytes(UTF_8).length + entry.value().length)
        .sum();
  }

  private static void assertHeld(RecordRing ring, TopicEntry held) {
    TopicEntry found = ring.entry(held.offset());
    assertThat(found.offset()).isEqualTo(held.offset());
    assertThat(found.key()).isEqualTo(held.key()).isEqualTo(ring.key(held.offset()));
    assertThat(Arrays.equals(found.value(), held.value())).isTrue();
    for (String key : KEYS) {
      assertThat(ring.isFor(held.offset(), key.getBytes(UTF_8))).isEqualTo(key.equals(held.key()));
    }
  }

  @Test
  void keepsNoneOfTheArraysItIsGiven() {
    RecordRing ring = new RecordRing(10, 1_000);
    byte[] value = {1, 2, 3};
    ring.add(new TopicEntry(0, "a", value));
    Arrays.fill(value, (byte) 0);
    assertThat(ring.entry(0).value()).containsExactly(1, 2, 3);
  }
}
