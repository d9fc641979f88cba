package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CreationIndexTest {
  @Test
  void bothWaysFromAnyPlaceEveryProcessComesOnce() {
    CreationIndex roll = new CreationIndex();
    IntStream.range(0, 300).forEach(i -> roll.add(i * 3L, process(i)));
    assertThat(roll.size()).isEqualTo(300);
    assertThat(names(roll.after(-1, one -> true, 300))).hasSize(300).startsWith("p0", "p1");
    assertThat(names(roll.after(6, one -> true, 2))).containsExactly("p3", "p4");
    assertThat(names(roll.after(7, one -> true, 1))).containsExactly("p3");
    assertThat(names(roll.before(Long.MAX_VALUE, one -> true, 2))).containsExactly("p299", "p298");
    assertThat(names(roll.before(6, one -> true, 9))).containsExactly("p1", "p0");
    assertThat(roll.before(0, one -> true, 9)).isEmpty();
    assertThat(roll.after(299 * 3L, one -> true, 9)).isEmpty();
  }

  @Test
  void onlyThoseThatAreWantedCount() {
    CreationIndex roll = new CreationIndex();
    IntStream.range(0, 100).forEach(i -> roll.add(i, process(i)));
    assertThat(names(roll.after(-1, one -> one.process().endsWith("7"), 3)))
        .containsExactly("p7", "p17", "p27");
  }

  private static ProcessEntry process(int i) {
    return new ProcessEntry("p" + i, "handle", "module", "owner");
  }

  private static List<String> names(List<CreationIndex.Entry> entries) {
    return entries.stream().map(entry -> entry.process().process()).toList();
  }
}
