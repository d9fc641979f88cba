package mostao.session.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import mostao.session.model.Blocks;
import mostao.session.model.HistoryRange;
import mostao.session.model.MemorySession;
import mostao.session.model.SessionChange;
import mostao.session.model.SessionKey;
import mostao.session.model.SessionRowKey;
import mostao.session.model.SessionView;
import mostao.session.model.StoredMessage;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class SessionTablesTest extends TablesContract<SessionView, SessionChange> {
  private static final String EVERY_KIND = "a\0\u0001\n\"\\'é\u2028\uFFFF\uD83D\uDE00";
  private static final HistoryRange ALL =
      new HistoryRange(Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MAX_VALUE, true);
  private static final int MANY = 200_000;
  private static final Question<String> FLUSH =
      new Question<>("select pg_stat_force_next_flush()", row -> row.getString(1));
  private static final String COUNTED =
      "select sum(pg_stat_get_xact_tuples_returned(oid)) from pg_class where oid ="
          + " 'session_message'::regclass or oid in (select indexrelid from pg_index"
          + " where indrelid = 'session_message'::regclass)";

  private final String process = UUID.randomUUID().toString();

  @Inject Store<SessionView, SessionChange> store;
  @Inject ReadStore<SessionView, SessionChange> readers;
  @Inject EntityManager entities;
  @Inject SessionTables tables;
  @Inject AgroalDataSource database;

  @Override
  protected Store<SessionView, SessionChange> store() {
    return store;
  }

  @Override
  protected Store<SessionView, SessionChange> readers() {
    return readers;
  }

  @Override
  protected Rows<SessionView, SessionChange> empty() {
    return new MemorySession();
  }

  @Override
  protected Class<SessionChange> changes() {
    return SessionChange.class;
  }

  @Override
  protected Set<RowKey> keys() {
    return Set.of(
        new SessionRowKey.Head(),
        new SessionRowKey.CurrentKey(),
        new SessionRowKey.Key(1),
        new SessionRowKey.Key(-1),
        new SessionRowKey.Key(99));
  }

  @Test
  void rowsFromBeforeItWasKeptWhoRotatedGoOnWorking() {
    store.transact(
        work -> {
          for (String row :
              List.of(
                  "session_head values (?1, 1, 1)",
                  "session_key (process, generation, encrypted_a, pubkey_a, encrypted_b, pubkey_b)"
                      + " values (?1, 1, '\"ea\"', '\"pa\"', '\"eb\"', '\"pb\"')",
                  "session_message (process, id, message_id, sender, generation, taken_at, content,"
                      + " size) values (?1, 1, 'm', 'a', 1, 5, '\"c\"', 1)")) {
            entities
                .createNativeQuery("insert into " + row)
                .setParameter(1, process)
                .executeUpdate();
          }
          return null;
        });
    assertThat(this.<Optional<SessionKey>>read(view -> view.key(1)))
        .contains(new SessionKey(1, Optional.empty(), 0, "ea", "pa", "eb", "pb", Optional.empty()));
    assertThat(this.<List<StoredMessage>>read(view -> view.messages(ALL, new Page(10, 1_000))))
        .containsExactly(new StoredMessage(1, "m", "a", 1, 5, "c", false));
  }

  /** The database's counters are the proof: no plan, however chosen, touched more than the page. */
  @Test
  void aPageCostsTheSameHoweverLongTheHistory() {
    store.transact(
        work ->
            entities
                .createNativeQuery(
                    "insert into session_message (process, id, message_id, sender, generation,"
                        + " taken_at, content, size) select ?1, i, 'm' || i, 'a', 1, 1000 * i,"
                        + " '\"c\"', 1 from generate_series(1, "
                        + MANY
                        + ") i")
                .setParameter(1, process)
                .executeUpdate());
    store.transact(work -> entities.createNativeQuery("analyze session_message").executeUpdate());
    Page page = new Page(100, 1_000_000);
    long middle = 1_000L * MANY / 2;
    long end = Long.MAX_VALUE;
    for (boolean newestFirst : new boolean[] {true, false}) {
      for (HistoryRange span :
          List.of(
              new HistoryRange(Long.MIN_VALUE, end, 0, end, newestFirst),
              new HistoryRange(0, 1_000L * MANY, 0, end, newestFirst),
              new HistoryRange(middle, end, 0, end, newestFirst),
              new HistoryRange(Long.MIN_VALUE, middle, 0, end, newestFirst),
              new HistoryRange(middle - 1, middle + 500_000, 0, end, newestFirst),
              new HistoryRange(0, middle, MANY / 4, end, newestFirst),
              new HistoryRange(0, end, 0, MANY / 4, newestFirst),
              new HistoryRange(0, end, MANY / 4, MANY / 2, newestFirst))) {
        assertThat(tuplesRead(view -> view.messages(span, page)))
            .as(span.toString())
            .isBetween(100L, 120L);
      }
    }
    for (HistoryRange none :
        List.of(
            new HistoryRange(1_000L * MANY + 1, end, 0, end, true),
            new HistoryRange(0, 999, 0, end, false),
            new HistoryRange(middle + 1, middle + 999, 0, end, true),
            new HistoryRange(0, middle, MANY / 2 + 1, end, true),
            new HistoryRange(0, end, end, end, true),
            new HistoryRange(0, end, 0, 0, false))) {
      assertThat(tuplesRead(view -> view.messages(none, page))).as(none.toString()).isLessThan(10);
      assertThat(this.<List<StoredMessage>>read(view -> view.messages(none, page))).isEmpty();
    }
    long last = MANY;
    for (Question<?> rows : List.of(AskedSession.NEWEST_FIRST, AskedSession.OLDEST_FIRST)) {
      assertThat(tuplesRead(rows, process, 1L, end, 64)).isBetween(64L, 70L);
      assertThat(tuplesRead(rows, process, last / 4, last / 2, 64)).isBetween(64L, 70L);
      assertThat(tuplesRead(rows, process, last + 1, end, 64)).isLessThan(10);
    }
    for (Question<?> id : List.of(AskedSession.FIRST_OF_TIME, AskedSession.LAST_OF_TIME)) {
      assertThat(tuplesRead(id, process, middle)).isBetween(1L, 10L);
    }
  }

  /** By a reader's question, which is counted in its own transaction. */
  private <T> long tuplesRead(Question<T> question, Object... values) {
    AtomicLong count = new AtomicLong();
    return readers.transact(
        work -> {
          AskedSession session = (AskedSession) work.tables().view(process);
          Question<Long> counted = new Question<>(COUNTED, row -> row.getLong(1));
          // What is pending of the questions before would else go to the server at any time.
          session.questions().all(FLUSH);
          long before = session.questions().first(counted).orElseThrow();
          session.questions().both(question, row -> {}, counted, count::set, values);
          return count.get() - before;
        });
  }

  @Test
  void sendingReadsOneStatementForAWholeBatch() {
    List<String> processes =
        IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID().toString()).toList();
    for (String session : processes) {
      store.transact(
          work -> {
            SessionKey key =
                new SessionKey(1, Optional.empty(), 0, "ea", "pa", "eb", "pb", Optional.empty());
            work.tables().apply(session, new SessionChange.AddKey(key));
            return null;
          });
    }
    counting(
        (tables, statements) -> {
          tables.prefetch(declared(processes, new SessionRowKey.Head(), new SessionRowKey.Key(2)));
          for (int i = 1; i <= 4; i++) {
            for (String session : processes) {
              SessionView view = tables.view(session);
              assertThat(view.generation()).isEqualTo(1);
              assertThat(view.lastMessage()).isEqualTo(i - 1);
              assertThat(view.key(2)).isEmpty();
              StoredMessage sent = new StoredMessage(i, "m" + i, "a", 1, i, "c", false);
              tables.apply(session, new SessionChange.AddMessage(sent));
            }
          }
          assertThat(statements.count()).isEqualTo(1);
        });
    for (String session : processes) {
      assertThat(this.<Long>inStore(session, SessionView::lastMessage))
          .as("written with the commit")
          .isEqualTo(4);
    }
  }

  @Test
  void keysAreReadInOneStatementAfterTheHeads() {
    List<String> processes =
        IntStream.range(0, 50).mapToObj(i -> UUID.randomUUID().toString()).toList();
    for (String session : processes) {
      store.transact(
          work -> {
            for (int generation = 1; generation <= 3; generation++) {
              SessionKey key =
                  new SessionKey(
                      generation, Optional.empty(), 0, "ea", "pa", "eb", "pb", Optional.empty());
              work.tables().apply(session, new SessionChange.AddKey(key));
            }
            return null;
          });
    }
    counting(
        (tables, statements) -> {
          tables.prefetch(
              declared(
                  processes,
                  new SessionRowKey.Head(),
                  new SessionRowKey.Key(1),
                  new SessionRowKey.CurrentKey()));
          for (String session : processes) {
            SessionView view = tables.view(session);
            assertThat(view.key(1)).isPresent();
            assertThat(view.key(view.generation())).isPresent();
          }
          assertThat(statements.count()).isEqualTo(2);
          assertThat(tables.view(processes.get(0)).key(2)).as("undeclared").isPresent();
          assertThat(statements.count()).isEqualTo(3);
        });
  }

  @Override
  protected SessionChange anyChange(Random random, SessionView view) {
    if (random.nextInt(8) == 0) {
      return new SessionChange.SetBlocks(new Blocks(random.nextBoolean(), random.nextBoolean()));
    }
    if (random.nextInt(4) == 0) {
      return new SessionChange.AddKey(
          new SessionKey(
              view.generation() + 1,
              random.nextBoolean() ? Optional.of("b") : Optional.empty(),
              random.nextInt(),
              EVERY_KIND,
              "p" + random.nextInt(),
              "e",
              EVERY_KIND,
              random.nextBoolean() ? Optional.of(EVERY_KIND) : Optional.empty()));
    }
    long id = view.lastMessage() + 1;
    // Several of one time, then a gap.
    long time = 10 + id / 4 * 10;
    String content = random.nextInt(3) == 0 ? EVERY_KIND : "c".repeat(1 + random.nextInt(20));
    return new SessionChange.AddMessage(
        new StoredMessage(
            id, "m" + id, "a", view.generation(), time, content, random.nextBoolean()));
  }

  private static HistoryRange anySpan(Random random, long last) {
    long latest = 20 + last / 4 * 10;
    return new HistoryRange(
        random.nextInt(3) == 0 ? Long.MIN_VALUE : random.nextLong(-5, latest + 15),
        random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextLong(-5, latest + 15),
        random.nextInt(3) == 0 ? 0 : random.nextLong(0, last + 2),
        random.nextInt(3) == 0 ? Long.MAX_VALUE : random.nextLong(0, last + 2),
        random.nextBoolean());
  }

  private static Map<String, Set<RowKey>> declared(List<String> processes, RowKey... keys) {
    return processes.stream().collect(Collectors.toMap(process -> process, p -> Set.of(keys)));
  }

  @Override
  protected List<Object> seen(SessionView view) {
    List<Object> seen = new ArrayList<>();
    seen.add(view.generation());
    seen.add(view.lastMessage());
    seen.add(view.blocks());
    for (long generation = 0; generation < 5; generation++) {
      seen.add(view.key(generation));
    }
    seen.add(
        view.keys(Set.of(0L, 1L, 3L, 1_000_000L)).stream()
            .sorted(Comparator.comparingLong(SessionKey::generation))
            .toList());
    seen.add(view.messages(ALL, new Page(1_000, 1_000_000)));
    Random random = new Random(view.lastMessage());
    for (int i = 0; i < 5; i++) {
      HistoryRange span = anySpan(random, view.lastMessage());
      seen.add(view.messages(span, new Page(1 + random.nextInt(8), 1 + random.nextInt(60))));
    }
    return seen;
  }

  /** Rows and index entries that a read of the history touches, as the database counts them. */
  private long tuplesRead(Function<SessionView, ?> question) {
    return store.transact(
        work -> {
          long before = counted();
          question.apply(work.tables().view(process));
          return counted() - before;
        });
  }

  private long counted() {
    return ((Number) entities.createNativeQuery(COUNTED).getSingleResult()).longValue();
  }

  /** In a transaction, with the statements that its rows ask so far. */
  private void counting(BiConsumer<Tables<SessionView, SessionChange>, CountedStatements> turn) {
    QuarkusTransaction.requiringNew()
        .run(
            () -> {
              try (Connection connection = database.getConnection()) {
                CountedStatements statements = new CountedStatements(connection);
                KeyedRows rows = new KeyedRows(statements.connection());
                turn.accept(tables.in(rows), statements);
                rows.write();
              } catch (SQLException failed) {
                throw new IllegalStateException(failed);
              }
            });
  }

  private <T> T inStore(String session, Function<SessionView, T> question) {
    return store.transact(work -> question.apply(work.tables().view(session)));
  }

  private void apply(SessionChange... changes) {
    store.transact(
        work -> {
          for (SessionChange change : changes) {
            work.tables().apply(process, change);
          }
          return null;
        });
  }

  private <T> T read(Function<SessionView, T> question) {
    T inside = store.transact(work -> question.apply(work.tables().view(process)));
    T read = readers.transact(work -> question.apply(work.tables().view(process)));
    assertThat(read).isEqualTo(inside);
    return read;
  }
}
