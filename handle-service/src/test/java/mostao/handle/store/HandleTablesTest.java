package mostao.handle.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import mostao.ao.message.Tag;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.RowKey;
import mostao.ao.process.Rows;
import mostao.ao.runtime.unit.KeyedRows;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.ao.runtime.unit.ReadStore;
import mostao.ao.testkit.contract.TablesContract;
import mostao.ao.testkit.infra.CountedStatements;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;
import mostao.handle.model.ChatEntry;
import mostao.handle.model.ChatSpan;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;
import mostao.handle.model.InboxHead;
import mostao.handle.model.InboxMessage;
import mostao.handle.model.MemoryHandle;
import mostao.handle.model.SenderShare;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class HandleTablesTest extends TablesContract<HandleView, HandleChange> {
  private static final String EVERY_KIND = "a\0\u0001\n\"\\'é\u2028\uFFFF\uD83D\uDE00";

  private static final String COUNTED =
      "select sum(pg_stat_get_xact_tuples_returned(oid)) from pg_class"
          + " where relnamespace = cast(current_schema() as regnamespace)";
  private static final Question<Long> COUNT = new Question<>(COUNTED, row -> row.getLong(1));
  private static final Question<String> FLUSH =
      new Question<>("select pg_stat_force_next_flush()", row -> row.getString(1));

  /** How often a connection gives its counts away at most; then it counts from 0. */
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final String process = UUID.randomUUID().toString();

  @Inject Store<HandleView, HandleChange> store;
  @Inject ReadStore<HandleView, HandleChange> readers;
  @Inject EntityManager entities;
  @Inject SessionFactory sessions;
  @Inject HandleTables tables;
  @Inject AgroalDataSource database;

  @Override
  protected Store<HandleView, HandleChange> store() {
    return store;
  }

  @Override
  protected Store<HandleView, HandleChange> readers() {
    return readers;
  }

  @Override
  protected Rows<HandleView, HandleChange> empty() {
    return new MemoryHandle();
  }

  @Override
  protected Class<HandleChange> changes() {
    return HandleChange.class;
  }

  @Override
  protected Set<RowKey> keys() {
    return Set.of(
        new HandleKey.Profile(),
        new HandleKey.Inbox(),
        new HandleKey.Share("from-1"),
        new HandleKey.Share("\0"),
        new HandleKey.Chat("s-1"),
        new HandleKey.Chat("S-4"),
        new HandleKey.Chat("\0"));
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
    assertThat(tuplesRead("handle_chat", view -> view.chats(ChatSpan.ALL, 100)))
        .isLessThanOrEqualTo(101);
    ChatEntry middle =
        this.<List<ChatEntry>>read(view -> view.chats(ChatSpan.ALL, 25_000)).get(24_999);
    ChatSpan behind = new ChatSpan(ChatSpan.ALL.states(), Optional.of(middle));
    assertThat(tuplesRead("handle_chat", view -> view.chats(behind, 100)))
        .as("and those of the same time")
        .isLessThanOrEqualTo(101 + 50);
    assertThat(tuplesRead("handle_chat", view -> view.oldestRequests(2))).isLessThan(10);
  }

  /** Planned for few handles with much, and then for many with little. */
  @Test
  void aReaderTouchesWhatItIsGivenAndNoMoreHoweverItIsPlanned() {
    fill(
        "insert into handle_profile (process, profile) select ?1 || i, '{}'"
            + " from generate_series(1, 20000) i union all select ?1, '{}'",
        "insert into handle_inbox_bounds (process, first_sequence, last_sequence, kept)"
            + " select ?1 || i, 1, 1, 1 from generate_series(1, 20000) i"
            + " union all select ?1, 1, 20000, 20000",
        "insert into handle_chat (process, session, other_name, other_process, last_message,"
            + " last_viewed, unread, state, begun) select ?1, 's' || i, '\"n\"', 'p',"
            + " i % 200, 0, 0, case when i % 10 = 0 then 'REQUEST' else 'OPEN' end, i"
            + " from generate_series(1, 2000) i",
        "insert into handle_inbox (process, sequence, message_id, sender, owner, action, tags,"
            + " data, is_binary, omitted, size, taken_at) select ?1, i, 'm' || i, 's' || i % 100,"
            + " 'o', '\"\"', '[]', '\"d\"', false, 0, 1, i from generate_series(1, 20000) i",
        "insert into handle_inbox_share (process, sender, kept, oldest) select ?1, 's' || i,"
            + " 1 + i % 100, i from generate_series(1, 20000) i");
    readersTouchNoMoreThanTheyAreGiven();
    fill(
        "insert into handle_chat (process, session, other_name, other_process, last_message,"
            + " last_viewed, unread, state, begun) select ?1 || i, 's', '\"n\"', 'p', i, 0,"
            + " 0, 'REQUEST', i from generate_series(1, 20000) i",
        "insert into handle_inbox (process, sequence, message_id, sender, owner, action, tags,"
            + " data, is_binary, omitted, size, taken_at) select ?1 || i, 1, 'm' || i, 's1', 'o',"
            + " '\"\"', '[]', '\"d\"', false, 0, 1, i from generate_series(1, 20000) i",
        "insert into handle_inbox_share (process, sender, kept, oldest) select ?1 || i, 's1', 1, 1"
            + " from generate_series(1, 20000) i");
    readersTouchNoMoreThanTheyAreGiven();
  }

  private void readersTouchNoMoreThanTheyAreGiven() {
    for (String plans : List.of("force_generic_plan", "force_custom_plan")) {
      assertThat(blocksOfAChat(plans)).as(plans).isLessThan(8);
    }
    Set<ChatEntry.State> requests = Set.of(ChatEntry.State.REQUEST);
    ChatEntry middle = this.<List<ChatEntry>>read(view -> view.chats(ChatSpan.ALL, 1_000)).get(999);
    ChatSpan behind = new ChatSpan(ChatSpan.ALL.states(), Optional.of(middle));
    assertTouched(1, HandleView::profile);
    assertTouched(1, HandleView::inboxHead);
    assertTouched(1, view -> view.chat("s77"));
    assertTouched(1, view -> view.share("s77"));
    assertTouched(100, view -> view.chats(ChatSpan.ALL, 100));
    assertTouched(100, view -> view.chats(behind, 100));
    // Every tenth is a request: those between are passed over.
    assertTouched(1_000, view -> view.chats(new ChatSpan(requests, Optional.empty()), 100));
    assertTouched(1_000, view -> view.chats(new ChatSpan(requests, Optional.of(middle)), 100));
    assertTouched(2_000 + 200, HandleView::chatCounts);
    assertTouched(2, view -> view.oldestRequests(2));
    assertTouched(2, view -> view.largestShares(2));
    assertTouched(2, view -> view.oldestOf("s77", 2));
    assertTouched(2 * 100, view -> view.inbox(10_000, new Page(100, 1_000_000)));
  }

  /** Blocks of the table and its indexes that a turn fetches to find one chat by its key. */
  private long blocksOfAChat(String plans) {
    String count =
        "select sum(pg_stat_get_xact_blocks_fetched(oid)) from pg_class where oid ="
            + " 'handle_chat'::regclass or oid in (select indexrelid from pg_index"
            + " where indrelid = 'handle_chat'::regclass)";
    return store.transact(
        work -> {
          number("select count(set_config('plan_cache_mode', '" + plans + "', true))");
          long before = number(count);
          assertThat(work.tables().view(process).chat("s77")).isPresent();
          return number(count) - before;
        });
  }

  /** As many and few more: what has the same time as the first that is given. */
  private void assertTouched(long given, Function<HandleView, Object> question) {
    assertThat(tuplesAsked(question)).isBetween(given, given + 12);
  }

  /** While a release is rolled out, a replica of the one before may write between two of ours. */
  @Test
  void whatAReplicaOfTheReleaseBeforeWritesIsTakenAsItIs() {
    for (String row :
        List.of(
            "handle_chat (process, session, other_name, other_process, last_message, last_viewed,"
                + " unread) values (?1, 's', '\"n\"', 'p', 5, 4, 3)",
            "handle_inbox_bounds (process, first_sequence, last_sequence) values (?1, 1, 2)",
            "handle_inbox (process, sequence, message_id, sender, owner, action, tags, data,"
                + " is_binary, omitted, size, taken_at) select ?1, i, 'm', 'from-3', 'o', '\"\"',"
                + " '[]', '\"d\"', false, 0, 1, i from generate_series(1, 2) i")) {
      fill("insert into " + row);
    }
    assertThat(this.<Optional<ChatEntry>>read(view -> view.chat("s")))
        .contains(new ChatEntry("s", "n", "p", 5, 4, 3, ChatEntry.State.OPEN, 0));
    assertThat(this.<Optional<SenderShare>>read(view -> view.share("from-3"))).isEmpty();
    apply(new HandleChange.KeepMessage(message(3, "d")));
    assertThat(this.<List<Long>>read(view -> view.oldestOf("from-3", 5)))
        .containsExactly(1L, 2L, 3L);
    apply(new HandleChange.DropMessage("from-3", 1));
    assertThat(this.<Optional<SenderShare>>read(view -> view.share("from-3")))
        .contains(new SenderShare("from-3", 1, 2));
    apply(new HandleChange.DropMessage("from-3", 2), new HandleChange.DropMessage("from-3", 3));
    assertThat(this.<Optional<SenderShare>>read(view -> view.share("from-3"))).isEmpty();
    assertThat(this.<InboxHead>read(HandleView::inboxHead)).isEqualTo(new InboxHead(3, 0));
  }

  @Test
  void roomInAFullInboxIsMadeWithoutReadingIt() {
    fill(
        "insert into handle_inbox (process, sequence, message_id, sender, owner, action, tags,"
            + " data, is_binary, omitted, size, taken_at) select ?1, i, 'm' || i, 's' || i % 100,"
            + " 'o', '\"\"', '[]', '\"d\"', false, 0, 1, i from generate_series(1, 10000) i");
    fill(
        "insert into handle_inbox_share (process, sender, kept, oldest) select ?1, 's' || i,"
            + " 1 + i % 100, i from generate_series(1, 10000) i");
    assertThat(this.<List<SenderShare>>read(view -> view.largestShares(1)))
        .containsExactly(new SenderShare("s99", 100, 99));
    assertThat(tuplesRead("handle_inbox_share", view -> view.largestShares(2))).isLessThan(10);
    assertThat(tuplesRead("handle_inbox", view -> view.oldestOf("s1", 2))).isLessThan(10);
  }

  @Test
  void whatIsKeptInATurnCountsInTheSameTurn() {
    apply(new HandleChange.KeepMessage(message(1, "d")));
    List<SenderShare> shares =
        store.transact(
            work -> {
              work.tables().apply(process, new HandleChange.KeepMessage(message(2, "d")));
              HandleView view = work.tables().view(process);
              assertThat(view.inboxHead()).isEqualTo(new InboxHead(2, 2));
              return view.largestShares(5);
            });
    assertThat(shares)
        .containsExactlyInAnyOrder(
            new SenderShare("from-1", 1, 1), new SenderShare("from-2", 1, 2));
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
                .apply(
                    handle,
                    new HandleChange.PutChat(
                        ChatEntry.listed(session, "bob", "b", ChatEntry.State.REQUEST, 1)));
            work.tables().apply(handle, new HandleChange.KeepMessage(message(1, "d")));
            return null;
          });
    }
    Map<String, Set<RowKey>> batch = new HashMap<>();
    for (String handle : processes) {
      batch.put(
          handle,
          Set.of(
              new HandleKey.Profile(),
              new HandleKey.Chat(session),
              new HandleKey.Inbox(),
              new HandleKey.Share("from-1")));
    }
    Statistics statistics = sessions.getStatistics();
    statistics.setStatisticsEnabled(true);
    try {
      QuarkusTransaction.requiringNew().run(() -> readBatch(batch, session, statistics));
    } finally {
      statistics.setStatisticsEnabled(false);
    }
  }

  private void readBatch(Map<String, Set<RowKey>> batch, String session, Statistics statistics) {
    statistics.clear();
    try (Connection connection = database.getConnection()) {
      CountedStatements statements = new CountedStatements(connection);
      Tables<HandleView, HandleChange> inside = tables.in(new KeyedRows(statements.connection()));
      inside.prefetch(batch);
      for (String handle : batch.keySet()) {
        HandleView view = inside.view(handle);
        assertThat(view.chat(session)).isPresent();
        assertThat(view.inboxHead().last()).isEqualTo(1);
        assertThat(view.share("from-1")).isPresent();
        assertThat(view.profile()).isEmpty();
      }
      assertThat(statements.count() + statistics.getPrepareStatementCount()).isEqualTo(4);
    } catch (SQLException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Test
  void whatNoDatabaseTakesIsNotLookedFor() {
    store.transact(
        work -> {
          work.tables().prefetch(Map.of(process, Set.of(new HandleKey.Chat("\0"))));
          work.tables().prefetch(Map.of(process, Set.of(new HandleKey.Share("\0"))));
          assertThat(work.tables().view(process).chat("a\0b")).isEmpty();
          assertThat(work.tables().view(process).share("a\0b")).isEmpty();
          return null;
        });
  }

  @Override
  protected HandleChange anyChange(Random random, HandleView view) {
    switch (random.nextInt(7)) {
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
                random.nextInt(4),
                ChatEntry.State.values()[random.nextInt(3)],
                random.nextInt(4)));
      case 3:
        return new HandleChange.RemoveChat("s-" + random.nextInt(5));
      case 4:
        List<SenderShare> shares = view.largestShares(4);
        if (!shares.isEmpty()) {
          SenderShare share = shares.get(random.nextInt(shares.size()));
          return new HandleChange.DropMessage(share.sender(), share.oldest());
        }
        return new HandleChange.KeepMessage(message(view.inboxHead().last() + 1, EVERY_KIND));
      default:
        return new HandleChange.KeepMessage(
            message(view.inboxHead().last() + 1, "x".repeat(random.nextInt(20))));
    }
  }

  private static InboxMessage message(long sequence, String data) {
    return new InboxMessage(
        sequence,
        "m" + sequence,
        "from-" + sequence % 4,
        "owner",
        EVERY_KIND,
        List.of(new Tag(EVERY_KIND, ""), new Tag("b", EVERY_KIND), new Tag("b", "c")),
        data,
        sequence % 2 == 0,
        (int) (sequence % 3),
        sequence * 1_000);
  }

  @Override
  protected List<Object> seen(HandleView view) {
    List<Object> seen = new ArrayList<>();
    seen.add(view.profile());
    seen.add(view.inboxHead());
    seen.add(view.chatCounts());
    for (int i = 0; i < 5; i++) {
      seen.add(view.chat("s-" + i));
      seen.add(view.chat("S-" + i));
    }
    List<ChatSpan> spans = new ArrayList<>();
    spans.add(ChatSpan.ALL);
    spans.add(new ChatSpan(Set.of(ChatEntry.State.REQUEST), view.chat("s-1")));
    spans.add(
        new ChatSpan(Set.of(ChatEntry.State.OPEN, ChatEntry.State.BLOCKED), view.chat("S-2")));
    spans.add(new ChatSpan(ChatSpan.ALL.states(), view.chat("s-3")));
    for (int limit : new int[] {1, 3, 100}) {
      spans.forEach(span -> seen.add(view.chats(span, limit)));
      seen.add(view.oldestRequests(limit));
      seen.add(view.largestShares(limit));
      for (int sender = 0; sender < 4; sender++) {
        seen.add(view.oldestOf("from-" + sender, limit));
        seen.add(view.share("from-" + sender));
      }
    }
    for (long after : new long[] {0, 3, view.inboxHead().last() - 4, Long.MAX_VALUE}) {
      seen.add(view.inbox(after, new Page(1_000, 1_000_000)));
      seen.add(view.inbox(after, new Page(3, 1_000_000)));
      seen.add(view.inbox(after, new Page(1_000, 500)));
    }
    return seen;
  }

  private void fill(String... inserts) {
    store.transact(
        work -> {
          for (String insert : inserts) {
            entities.createNativeQuery(insert).setParameter(1, process).executeUpdate();
          }
          return null;
        });
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

  /** All that a reader's questions touch, each of which is a transaction of its own. */
  private long tuplesAsked(Function<HandleView, Object> question) {
    return readers.transact(
        work -> {
          AskedHandle handle = (AskedHandle) work.tables().view(process);
          handle.questions().all(plans("force_generic_plan"));
          try {
            for (int tries = 0; tries < 5; tries++) {
              long begun = System.nanoTime();
              handle.questions().all(FLUSH);
              long before = handle.questions().first(COUNT).orElseThrow();
              question.apply(handle);
              long count = handle.questions().first(COUNT).orElseThrow() - before;
              if (System.nanoTime() - begun < KEPT.toNanos()) {
                return count;
              }
            }
            throw new AssertionError("no read is done within " + KEPT);
          } finally {
            handle.questions().all(plans("auto"));
          }
        });
  }

  private static Question<String> plans(String mode) {
    return new Question<>(
        "select set_config('plan_cache_mode', '" + mode + "', false)", row -> row.getString(1));
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
    T inside = store.transact(work -> question.apply(work.tables().view(process)));
    T read = readers.transact(work -> question.apply(work.tables().view(process)));
    assertThat(read).isEqualTo(inside);
    return read;
  }
}
