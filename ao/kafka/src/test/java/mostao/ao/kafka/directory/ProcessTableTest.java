package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProcessTableTest {
  /** Hashes of ids: as they are, and as bad as they can be. */
  private enum Hash {
    SIP(KeyedHash.OF_THIS_RUN::of),
    /** Nearly all ids share theirs with others. */
    FEW_VALUES(id -> Math.floorMod(id.hashCode(), 50)),
    /** No two are the same, and all begin at one slot of one segment. */
    ONE_SLOT(id -> (long) id.hashCode() << 32 >>> 14 & 0x000f_ffff_0000_0000L | 5),
    /** Few segments, equal tags. */
    FEW_SEGMENTS(id -> (long) id.hashCode() & 0xf000_0000_ffff_ffffL | 0x1000_0000_0000_0000L),
    ALL_BITS(id -> -1L - Math.floorMod(id.hashCode(), 3_000));

    private final ToLongFunction<String> of;

    Hash(ToLongFunction<String> of) {
      this.of = of;
    }
  }

  @ParameterizedTest
  @EnumSource(Hash.class)
  void itKnowsWhatAMapKnows(Hash hash) {
    Random random = new Random(hash.ordinal());
    int most = 5_000;
    ProcessTable table = new ProcessTable(most, hash.of);
    Map<String, ProcessFacts> model = new HashMap<>();
    for (int place = 0; place < 9_000; place++) {
      String process = "p" + random.nextInt(7_000);
      // An id is the hash of what says its facts: recorded again, it has the same.
      ProcessFacts facts = facts(process);
      ProcessTable.Put put = table.put(process, facts, place);
      if (put == ProcessTable.Put.NO_ROOM) {
        assertThat(table.size()).isGreaterThanOrEqualTo(most);
        assertThat(model).doesNotContainKey(process);
      } else {
        model.put(process, facts);
      }
      if (place % 1_000 == 0) {
        check(table, model, hash);
      }
    }
    check(table, model, hash);
  }

  private static void check(ProcessTable table, Map<String, ProcessFacts> model, Hash hash) {
    Set<Long> bits = new HashSet<>();
    model.forEach(
        (process, facts) -> {
          assertThat(table.find(process)).as(process).contains(facts);
          bits.add(hash.of.applyAsLong(process));
        });
    for (int i = 0; i < 8_000; i++) {
      String process = "p" + i;
      if (!model.containsKey(process) && !bits.contains(hash.of.applyAsLong(process))) {
        assertThat(table.find(process)).as(process).isEmpty();
      }
    }
  }

  @Test
  void aFullTableKeepsWhatItHasAndRefusesTheRest() {
    ProcessTable table = new ProcessTable(100, KeyedHash.OF_THIS_RUN::of);
    for (int i = 0; i < 100; i++) {
      assertThat(table.put("p" + i, facts("p" + i), i)).isEqualTo(ProcessTable.Put.ADDED);
    }
    assertThat(table.put("p100", facts("p100"), 100)).isEqualTo(ProcessTable.Put.NO_ROOM);
    assertThat(table.put("p7", facts("p7"), 101)).isEqualTo(ProcessTable.Put.KNOWN);
    assertThat(table.size()).isEqualTo(100);
    assertThat(table.find("p100")).isEmpty();
    assertThat(table.find("p99")).contains(facts("p99"));
  }

  @Test
  void twoWithTheSameHashAreTwo() {
    ProcessTable table = new ProcessTable(10, id -> 7);
    ProcessFacts handle = of("handle", "alice");
    ProcessFacts session = of("session", "alice", "bob");
    assertThat(table.put("h", handle, 0)).isEqualTo(ProcessTable.Put.ADDED);
    assertThat(table.put("s", session, 1)).isEqualTo(ProcessTable.Put.ADDED);
    assertThat(table.put("s", session, 2)).isEqualTo(ProcessTable.Put.KNOWN);
    assertThat(table.find("h")).contains(handle);
    assertThat(table.find("s")).contains(session);
    assertThat(table.size()).isEqualTo(2);
  }

  @Test
  void moreKindsThanAByteHasAreRefused() {
    ProcessTable table = new ProcessTable(1_000, KeyedHash.OF_THIS_RUN::of);
    for (int i = 0; i < 300; i++) {
      ProcessFacts odd = ProcessEntry.of("p" + i, "handle", "module " + i, "o").facts();
      assertThat(table.put("p" + i, odd, i))
          .isEqualTo(i < 255 ? ProcessTable.Put.ADDED : ProcessTable.Put.NO_ROOM);
    }
    for (int i = 0; i < 255; i++) {
      assertThat(table.find("p" + i).orElseThrow().moduleId()).isEqualTo("module " + i);
    }
  }

  @Test
  void aSizeThatCantBeKeptIsRefused() {
    for (int wrong : new int[] {0, -1, 1 << 26, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> new ProcessTable(wrong, String::hashCode))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(Integer.toString(wrong));
    }
  }

  @Test
  void listsGoBothWaysFromAnyPlaceAsInAMap() {
    Random random = new Random(5);
    ProcessTable table = new ProcessTable(30_000, KeyedHash.OF_THIS_RUN::of);
    Map<Long, ProcessFacts> open = new LinkedHashMap<>();
    long place = 0;
    for (int i = 0; i < 30_000; i++) {
      place += 1 + random.nextInt(3);
      // More than a chunk of nothing but sessions, and sessions between handles.
      boolean session = i > 5_000 && i < 16_000 || random.nextInt(3) > 0;
      ProcessFacts facts = session ? of("session", "a", "b" + i) : of("handle", "owner " + i % 7);
      table.put("p" + i, facts, place);
      if (!session) {
        open.put(place, facts);
      }
    }
    CreationIndex index = new CreationIndex(table.rows());
    List<Long> places = new ArrayList<>(open.keySet());
    ProcessFacts wanted = of("handle", "owner 3");
    for (int i = 0; i < 300; i++) {
      long from = random.nextInt((int) place + 100) - 50L;
      assertThat(index.after(from, one -> true, 20))
          .isEqualTo(places.stream().filter(at -> at > from).limit(20).toList());
      assertThat(index.after(from, wanted::equals, 5))
          .isEqualTo(
              places.stream()
                  .filter(at -> at > from && open.get(at).equals(wanted))
                  .limit(5)
                  .toList());
      List<Long> newest = new ArrayList<>(places.stream().filter(at -> at < from).toList());
      java.util.Collections.reverse(newest);
      assertThat(index.before(from, one -> true, 20)).isEqualTo(newest.stream().limit(20).toList());
    }
    assertThat(index.after(-1, one -> true, Integer.MAX_VALUE)).isEqualTo(places);
    assertThat(index.before(Long.MAX_VALUE, one -> true, Integer.MAX_VALUE)).hasSameSizeAs(places);
  }

  @Test
  void anEmptyTableListsNothing() {
    CreationIndex index = new CreationIndex(new ProcessTable(10, KeyedHash.OF_THIS_RUN::of).rows());
    assertThat(index.after(-1, one -> true, 5)).isEmpty();
    assertThat(index.before(Long.MAX_VALUE, one -> true, 5)).isEmpty();
  }

  @Test
  void readersSeeEverythingThatWasThereBeforeTheyAskedWhileItGrows() throws InterruptedException {
    int all = 300_000;
    ProcessTable table = new ProcessTable(all, KeyedHash.OF_THIS_RUN::of);
    AtomicInteger written = new AtomicInteger();
    AtomicReference<String> wrong = new AtomicReference<>();
    List<Thread> readers = new ArrayList<>();
    for (int reader = 0; reader < 2; reader++) {
      Random random = new Random(reader);
      Thread thread =
          new Thread(
              () -> {
                int there = 0;
                while (there < all && wrong.get() == null) {
                  there = written.get();
                  String process = "p" + random.nextInt(there + 1_000);
                  Optional<ProcessFacts> found = table.find(process);
                  boolean mustBe = Integer.parseInt(process.substring(1)) < there;
                  if (mustBe && found.isEmpty()
                      || found.isPresent() && !found.get().equals(facts(process))) {
                    wrong.set(process + " of " + there + ": " + found);
                  }
                }
              });
      readers.add(thread);
      thread.start();
    }
    for (int i = 0; i < all; i++) {
      table.put("p" + i, facts("p" + i), i);
      written.set(i + 1);
    }
    for (Thread reader : readers) {
      reader.join();
    }
    assertThat(wrong.get()).isNull();
  }

  private static ProcessFacts facts(String process) {
    int number = Integer.parseInt(process.substring(1));
    return switch (number % 3) {
      case 0 -> of("handle", "owner " + number % 11);
      case 1 -> of("session", "one " + number, "two " + number % 5);
      default -> of("registry");
    };
  }

  private static ProcessFacts of(String module, String... readers) {
    return ProcessFacts.of(
        new Listing("p", module, "id of " + module, "authority", true, List.of(readers)));
  }
}
