package mostao.handle.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.RowKey;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.MemoryHandle;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class HandleTablesTest {
  private static final String EVERY_KIND = "a\0\u0001\n\"\\'é\u2028\uFFFF\uD83D\uDE00";

  private final String process = UUID.randomUUID().toString();

  @Inject Store<HandleView, HandleChange> store;
  @Inject EntityManager entities;
  @Inject SessionFactory sessions;

  @Test
  void theTablesMeanWhatTheRowsInMemoryMean() {
    long seed = 20_261_122;
    Random random = new Random(seed);
    MemoryHandle memory = new MemoryHandle();
    List<HandleChange> done = new ArrayList<>();
    for (int transaction = 0; transaction < 60; transaction++) {
      store.transact(
          work -> {
            for (int i = random.nextInt(8); i >= 0; i--) {
              HandleChange change = anyChange(random, memory);
              done.add(change);
              memory.apply(change);
              work.tables().apply(process, change);
              if (random.nextBoolean()) {
                seen(work.tables().view(process));
              }
            }
            assertThat(seen(work.tables().view(process)))
                .as("inside, seed " + seed + ", after " + done)
                .isEqualTo(seen(memory));
            return null;
          });
      assertThat(read(HandleTablesTest::seen))
          .as("afterwards, seed " + seed + ", after " + done)
          .isEqualTo(seen(memory));
    }
  }

  @Test
  void oneProcessNeverSeesTheRowsOfAnother() {
    apply(
        new HandleChange.PutProfile(Json.object().put("name", "Alice")),
        new HandleChange.PutChat(ChatEntry.opened("s", "bob", "b")),
        new HandleChange.KeepMessage(message(1, "d")));
    store.transact(
        work -> {
          HandleView other = work.tables().view(UUID.randomUUID().toString());
          assertThat(seen(other)).isEqualTo(seen(new MemoryHandle()));
          return null;
        });
  }

  @Test
  void aPageOfALongInboxReadsNoMoreThanThePage() {
    fill(
        "insert into handle_inbox (process, sequence, message_id, sender, owner, action, tags,"
            + " data, is_binary, omitted, size, taken_at) select ?1, i, 'm' || i, 's', 'o',"
            + " '\"\"', '[]', '\"d\"', false, 0, 1, i from generate_series(1, 50000) i");
    assertThat(tuplesRead("handle_inbox", view -> view.inbox(25_000, new Page(100, 1_000_000))))
        .isLessThanOrEqualTo(2 * 100 + 2);
    assertThat(this.<List<InboxMessage>>read(view -> view.inbox(49_990, new Page(100, 1_000_000))))
        .hasSize(10);
  }

  @Test
  void aPageOfALongChatListReadsNoMoreThanThePage() {
    fill(
        "insert into handle_chat (process, session, other_name, other_process, last_message,"
            + " last_viewed, unread) select ?1, 's' || i, '\"n\"', 'p', i % 1000, 0, 0"
            + " from generate_series(1, 50000) i");
    assertThat(tuplesRead("handle_chat", view -> view.chats(100))).isLessThanOrEqualTo(101);
  }

  @Test
  void aBatchIsReadInAsManyStatementsAsThereAreTables() {
    List<String> processes =
        IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID().toString()).toList();
    String session = "S".repeat(43);
    for (String handle : processes) {
      store.transact(
          work -> {
            work.tables().apply(handle, new HandleChange.PutProfile(Json.object()));
            work.tables()
                .apply(handle, new HandleChange.PutChat(ChatEntry.opened(session, "bob", "b")));
            work.tables().apply(handle, new HandleChange.KeepMessage(message(1, "d")));
            return null;
          });
    }
    Map<String, Set<RowKey>> batch = new HashMap<>();
    for (String handle : processes) {
      batch.put(
          handle,
          Set.of(new HandleKey.Profile(), new HandleKey.Chat(session), new HandleKey.Bounds()));
    }
    Statistics statistics = sessions.getStatistics();
    statistics.setStatisticsEnabled(true);
    try {
      store.transact(
          work -> {
            statistics.clear();
            work.tables().prefetch(batch);
            for (String handle : processes) {
              HandleView view = work.tables().view(handle);
              assertThat(view.chat(session)).isPresent();
              assertThat(view.kept().last()).isEqualTo(1);
              assertThat(view.profile()).isEmpty();
            }
            assertThat(statistics.getPrepareStatementCount()).isEqualTo(3);
            return null;
          });
    } finally {
      statistics.setStatisticsEnabled(false);
    }
  }

  @Test
  void whatNoDatabaseTakesIsNotLookedFor() {
    store.transact(
        work -> {
          work.tables().prefetch(Map.of(process, Set.of(new HandleKey.Chat("\0"))));
          assertThat(work.tables().view(process).chat("a\0b")).isEmpty();
          return null;
        });
  }

  private static HandleChange anyChange(Random random, HandleView view) {
    switch (random.nextInt(6)) {
      case 0:
        return new HandleChange.PutProfile(
            Json.object().put("name", EVERY_KIND + random.nextInt()).put(EVERY_KIND, 1));
      case 1, 2:
        return new HandleChange.PutChat(
            new ChatEntry(
                "sS".charAt(random.nextInt(2)) + "-" + random.nextInt(5),
                EVERY_KIND,
                "p" + random.nextInt(5),
                random.nextInt(4),
                random.nextInt(4),
                random.nextInt(4)));
      case 3:
        return view.kept().count() == 0
            ? new HandleChange.KeepMessage(message(view.kept().last() + 1, EVERY_KIND))
            : new HandleChange.DropMessages(
                view.kept().first(),
                view.kept().first() + random.nextInt((int) view.kept().count()));
      default:
        return new HandleChange.KeepMessage(
            message(view.kept().last() + 1, "x".repeat(random.nextInt(20))));
    }
  }

  private static InboxMessage message(long sequence, String data) {
    return new InboxMessage(
        sequence,
        "m" + sequence,
        "from",
        "owner",
        EVERY_KIND,
        List.of(new Tag(EVERY_KIND, ""), new Tag("b", EVERY_KIND), new Tag("b", "c")),
        data,
        sequence % 2 == 0,
        (int) (sequence % 3),
        sequence * 1_000);
  }

  /** Everything a view shows of what {@link #anyChange} makes. */
  private static List<Object> seen(HandleView view) {
    List<Object> seen = new ArrayList<>();
    seen.add(view.profile());
    seen.add(view.kept());
    for (int i = 0; i < 5; i++) {
      seen.add(view.chat("s-" + i));
      seen.add(view.chat("S-" + i));
    }
    for (int limit : new int[] {1, 3, 100}) {
      seen.add(view.chats(limit));
    }
    for (long after : new long[] {0, 3, view.kept().last() - 4, Long.MAX_VALUE}) {
      seen.add(view.inbox(after, new Page(1_000, 1_000_000)));
      seen.add(view.inbox(after, new Page(3, 1_000_000)));
      seen.add(view.inbox(after, new Page(1_000, 500)));
    }
    return seen;
  }

  private void fill(String insert) {
    store.transact(
        work -> entities.createNativeQuery(insert).setParameter(1, process).executeUpdate());
    store.transact(work -> entities.createNativeQuery("analyze").executeUpdate());
  }

  /** Rows and index entries of a table that a read touches, as the database counts them. */
  private long tuplesRead(String table, Function<HandleView, ?> question) {
    String count =
        "select pg_stat_get_xact_tuples_returned(c.oid) + pg_stat_get_xact_tuples_fetched(c.oid)"
            + " from pg_class c where c.relname = '"
            + table
            + "'";
    return store.transact(
        work -> {
          long before = number(count);
          question.apply(work.tables().view(process));
          return number(count) - before;
        });
  }

  private long number(String query) {
    return ((Number) entities.createNativeQuery(query).getSingleResult()).longValue();
  }

  private void apply(HandleChange... changes) {
    store.transact(
        work -> {
          for (HandleChange change : changes) {
            work.tables().apply(process, change);
          }
          return null;
        });
  }

  private <T> T read(Function<HandleView, T> question) {
    return store.transact(work -> question.apply(work.tables().view(process)));
  }
}
