package mostao.registry.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import mostao.ao.process.Rows;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.ao.runtime.unit.ReadStore;
import mostao.ao.testkit.contract.TablesContract;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;
import mostao.registry.model.KeptName;
import mostao.registry.model.MemoryRegistry;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Requester;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;
import mostao.registry.model.Use;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Infra.class)
class RegistryTablesTest extends TablesContract<RegistryView, RegistryChange> {
  private static final int KEYS = 5;
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

  @Inject Store<RegistryView, RegistryChange> store;
  @Inject ReadStore<RegistryView, RegistryChange> readers;
  @Inject EntityManager entities;
  @Inject SessionFactory sessions;

  @Override
  protected Store<RegistryView, RegistryChange> store() {
    return store;
  }

  @Override
  protected Store<RegistryView, RegistryChange> readers() {
    return readers;
  }

  @Override
  protected Rows<RegistryView, RegistryChange> empty() {
    return new MemoryRegistry();
  }

  @Override
  protected Class<RegistryChange> changes() {
    return RegistryChange.class;
  }

  @Test
  void aNameRenouncedAndTakenAgainInOneTransactionIsTheNewOne() {
    Name first = Name.reserved("alice", "wallet-a", 1, Optional.empty()).activated("process-a");
    Name second = Name.reserved("alice", "wallet-b", 2, Optional.of("r"));
    apply(new RegistryChange.PutName(first));
    apply(new RegistryChange.RemoveName("alice"), new RegistryChange.PutName(second));
    assertThat(this.<Optional<Name>>read(view -> view.name("alice"))).contains(second);
    assertThat(this.<Optional<Name>>read(view -> view.nameOf("process-a"))).isEmpty();
  }

  @Test
  void whateverARequestCallsItselfComesBackAsItWas() {
    Name name = Name.reserved("alice", "wallet", 1, Optional.of(EVERY_KIND));
    SessionLink link =
        SessionLink.asked(
            name.activated("process-a"),
            Name.reserved("bob", "wallet", 2, Optional.empty()).activated("process-b"),
            Set.of(Side.B),
            3,
            new Requester("wallet", Optional.of(EVERY_KIND)));
    apply(new RegistryChange.PutName(name), new RegistryChange.PutLink(link));
    assertThat(this.<Optional<Name>>read(view -> view.name("alice"))).contains(name);
    assertThat(this.<Optional<SessionLink>>read(view -> view.link("process-a", "process-b")))
        .contains(link);
  }

  /** Renounced after the question, so that only what was prefetched can still say it. */
  @Test
  void aSessionIsAskedForWithItsNamesAtOnce() {
    Name bob = Name.reserved("Bob", "wallet", 1, Optional.empty()).activated("process-b");
    Name ann = Name.reserved("ann", "wallet", 2, Optional.empty()).activated("process-a");
    SessionLink link =
        SessionLink.asked(ann, bob, Set.of(Side.A), 3, new Requester("wallet", Optional.empty()));
    apply(
        new RegistryChange.PutName(bob),
        new RegistryChange.PutName(ann),
        new RegistryChange.PutLink(link));
    readers.transact(
        work -> {
          RegistryView view = work.tables().view(process);
          view.prefetchSession("bOB", "ann");
          apply(new RegistryChange.RemoveName("bob"), new RegistryChange.RemoveName("ann"));
          assertThat(view.name("BOB")).contains(bob);
          assertThat(view.name("Ann")).contains(ann);
          assertThat(view.link("process-a", "process-b")).contains(link);
          assertThat(view.link("process-b", "process-a")).isEmpty();
          view.prefetchSession("carl", "bob");
          assertThat(view.name("carl")).isEmpty();
          assertThat(view.name("bob")).isEmpty();
          return null;
        });
  }

  @Test
  void aRowFromBeforeNamesKeptTheirSpellingIsShownAsItWas() {
    store.transact(
        work ->
            entities
                .createNativeQuery(
                    "insert into registry_name (process, handle, status, owner, owner_key, pid,"
                        + " spawn_reference) values (?1, 'ann', 'ACTIVE', 'W', 'w', 'p', 1)")
                .setParameter(1, process)
                .executeUpdate());
    Name before = Name.reserved("ann", "W", 1, Optional.empty()).activated("p");
    assertThat(this.<Optional<Name>>read(view -> view.name("Ann"))).contains(before);
    apply(new RegistryChange.RemoveName("ANN"));
    assertThat(this.<Optional<Name>>read(view -> view.name("ann"))).isEmpty();
  }

  @Test
  void aSessionFromBeforeWasAskedForByNobodyKnown() {
    store.transact(
        work ->
            entities
                .createNativeQuery(
                    "insert into session_link (process, process_a, process_b, handle_a, handle_b,"
                        + " status, spawn_reference, session, answered_a, answered_b, requesters)"
                        + " values (?1, 'p', 'q', 'a', 'b', 'ACTIVE', 7, 's', true, true, '[]')")
                .setParameter(1, process)
                .executeUpdate());
    SessionLink before =
        this.<Optional<SessionLink>>read(view -> view.link("p", "q")).orElseThrow();
    assertThat(before.asked(Side.A) || before.asked(Side.B)).isFalse();
    apply(new RegistryChange.PutLink(before.askedBy(Set.of(Side.B))));
    assertThat(this.<Optional<SessionLink>>read(view -> view.link("p", "q")).orElseThrow())
        .isEqualTo(before.askedBy(Set.of(Side.B)));
  }

  @Test
  void aPageOfNamesIsOneStatement() {
    RegistryChange[] names = new RegistryChange[200];
    for (int i = 0; i < names.length; i++) {
      names[i] =
          new RegistryChange.PutName(
              Name.reserved("n" + i, "wallet", i, Optional.empty()).activated("p" + i));
    }
    apply(names);
    Statistics statistics = sessions.getStatistics();
    statistics.setStatisticsEnabled(true);
    try {
      statistics.clear();
      assertThat(this.<List<Name>>read(view -> view.namesOwnedBy("WALLET", 150))).hasSize(150);
      assertThat(statistics.getPrepareStatementCount()).isEqualTo(1);
    } finally {
      statistics.setStatisticsEnabled(false);
    }
  }

  /** The database's counters are the proof, of a plan that is kept whatever is asked for. */
  @Test
  void aReadTouchesWhatItGivesAndNoMoreHoweverItIsPlanned() {
    insertMany();
    analyze();
    for (Map.Entry<String, Function<RegistryView, Object>> read :
        Map.<String, Function<RegistryView, Object>>ofEntries(
                Map.entry("name", view -> view.name("H77")),
                Map.entry("nameOf", view -> view.nameOf("p77")),
                Map.entry("nameSpawnedAs", view -> view.nameSpawnedAs(77)),
                Map.entry("namesOwnedBy", view -> view.namesOwnedBy("W77", 1_000)),
                Map.entry("names", view -> view.names(2)),
                Map.entry("link", view -> view.link("p77", "q77")),
                Map.entry("linkSpawnedAs", view -> view.linkSpawnedAs(77)),
                Map.entry("links", view -> view.links(2)),
                Map.entry("kept", view -> view.kept("h77")),
                Map.entry("oldestKept", view -> view.oldestKept(2)),
                Map.entry("held", view -> view.held("w77", 5)),
                Map.entry("use", view -> view.use(Use.Kind.BIRTH, "w7", 1)),
                Map.entry("oldestUses", view -> view.oldestUses(2)),
                Map.entry("notice", view -> view.notice(77)))
            .entrySet()) {
      assertThat(tuplesRead(read.getValue())).as(read.getKey()).isBetween(1L, 8L);
      assertThat(tuplesAsked(read.getValue())).as("asked: " + read.getKey()).isBetween(1L, 8L);
    }
    Function<RegistryView, Object> together =
        view -> {
          view.prefetchSession("h76", "H77");
          return List.of(view.name("h76"), view.name("h77"));
        };
    assertThat(tuplesAsked(together)).as("names and their session").isBetween(4L, 8L);
  }

  /** Rows and index entries that a read touches, as the database counts them. */
  private long tuplesRead(Function<RegistryView, Object> question) {
    return store.transact(
        work -> {
          entities
              .createNativeQuery("set local plan_cache_mode = force_generic_plan")
              .executeUpdate();
          long before = counted();
          question.apply(work.tables().view(process));
          return counted() - before;
        });
  }

  private long counted() {
    return ((Number) entities.createNativeQuery(COUNTED).getSingleResult()).longValue();
  }

  /** The same by a reader's questions, each of which is a transaction of its own. */
  private long tuplesAsked(Function<RegistryView, Object> question) {
    return readers.transact(
        work -> {
          AskedRegistry registry = (AskedRegistry) work.tables().view(process);
          registry.questions().all(plans("force_generic_plan"));
          try {
            for (int tries = 0; tries < 5; tries++) {
              long begun = System.nanoTime();
              registry.questions().all(FLUSH);
              long before = registry.questions().first(COUNT).orElseThrow();
              question.apply(registry);
              long count = registry.questions().first(COUNT).orElseThrow() - before;
              if (System.nanoTime() - begun < KEPT.toNanos()) {
                return count;
              }
            }
            throw new AssertionError("no read is done within " + KEPT);
          } finally {
            registry.questions().all(plans("auto"));
          }
        });
  }

  private static Question<String> plans(String mode) {
    return new Question<>(
        "select set_config('plan_cache_mode', '" + mode + "', false)", row -> row.getString(1));
  }

  @Test
  void everyReadUsesAnIndexHoweverManyNamesThereAre() {
    insertMany();
    analyze();
    for (String where :
        List.of(
            "registry_name where process = ?1 and handle = 'h77'",
            "registry_name where process = ?1 and pid = 'p77'",
            "registry_name where process = ?1 and spawn_reference = 77",
            "registry_name where process = ?1 and owner_key = 'w77' and status = 'ACTIVE'"
                + " order by handle",
            "registry_name where process = ?1 order by handle limit 100",
            "registry_name where process = ?1 and owner = 'w77'",
            "registry_kept_name where process = ?1 and handle = 'h77'",
            "registry_kept_name where process = ?1 and owner = 'w77' and renounced_at > 5"
                + " order by renounced_at",
            "registry_kept_name where process = ?1 order by renounced_at, handle limit 2",
            "registry_use where process = ?1 order by reference, kind limit 4",
            "registry_use where process = ?1 and kind = 'BIRTH' and subject = 'w7'"
                + " order by reference desc limit 1 offset 199",
            "session_link where process = ?1 order by spawn_reference limit 100",
            "session_link where process = ?1 and process_a = 'p77' and process_b = 'q77'",
            "session_link where process = ?1 and (process_a, process_b) = (select a.pid, b.pid"
                + " from registry_name a, registry_name b where a.process = ?1 and a.handle = 'h76'"
                + " and b.process = ?1 and b.handle = 'h77')",
            "registry_name where process = ?1 and handle in ('h76', 'h77')",
            "session_link where process = ?1 and spawn_reference = 77",
            "chat_list_notice where process = ?1 and reference = 77",
            "chat_list_notice where process = ?1 and process_a = 'p77' and process_b = 'q77'"
                + " and side = 'A'")) {
      assertThat(plan(where)).as(where).contains("Index").doesNotContain("Seq Scan");
    }
  }

  private void insertMany() {
    store.transact(
        work -> {
          entities
              .createNativeQuery(
                  "insert into registry_name (process, handle, status, owner, owner_key, pid,"
                      + " spawn_reference) select ?1, 'h' || i, 'ACTIVE', 'w' || i, 'w' || i,"
                      + " 'p' || i, i from generate_series(1, 20000) i")
              .setParameter(1, process)
              .executeUpdate();
          entities
              .createNativeQuery(
                  "insert into session_link (process, process_a, process_b, handle_a, handle_b,"
                      + " status, spawn_reference, session, answered_a, answered_b, requesters)"
                      + " select ?1, 'p' || i, 'q' || i, 'a', 'b', 'ACTIVE', i, 's' || i, true,"
                      + " true, '[]' from generate_series(1, 20000) i")
              .setParameter(1, process)
              .executeUpdate();
          entities
              .createNativeQuery(
                  "insert into registry_kept_name (process, handle, spelling, owner, renounced_at)"
                      + " select ?1, 'h' || i, 'H' || i, 'w' || i, i"
                      + " from generate_series(1, 20000) i")
              .setParameter(1, process)
              .executeUpdate();
          entities
              .createNativeQuery(
                  "insert into registry_use (process, reference, kind, subject, used_at)"
                      + " select ?1, i, 'BIRTH', 'w' || i % 100, i from generate_series(1, 20000) i")
              .setParameter(1, process)
              .executeUpdate();
          entities
              .createNativeQuery(
                  "insert into chat_list_notice (process, reference, process_a, process_b, side)"
                      + " select ?1, i, 'p' || i, 'q' || i, 'A' from generate_series(1, 20000) i")
              .setParameter(1, process)
              .executeUpdate();
          return null;
        });
  }

  private void analyze() {
    store.transact(
        work -> {
          for (String table :
              List.of(
                  "registry_name",
                  "session_link",
                  "chat_list_notice",
                  "registry_kept_name",
                  "registry_use")) {
            entities.createNativeQuery("analyze " + table).executeUpdate();
          }
          return null;
        });
  }

  private String plan(String where) {
    return store.transact(
        work ->
            String.join(
                "\n",
                entities
                    .unwrap(Session.class)
                    .createNativeQuery("explain select * from " + where, String.class)
                    .setParameter(1, process)
                    .getResultList()));
  }

  @Override
  protected RegistryChange anyChange(Random random, RegistryView view) {
    String handle = (random.nextBoolean() ? "h" : "H") + random.nextInt(KEYS);
    String owner = random.nextBoolean() ? "Wallet" : "wALLET" + random.nextInt(2);
    int reference = random.nextInt(KEYS * 2);
    int a = random.nextInt(KEYS - 1);
    int b = a + 1 + random.nextInt(KEYS - 1 - a);
    Side side = random.nextBoolean() ? Side.A : Side.B;
    Name name =
        Name.reserved(handle, owner, Name.key(handle).hashCode(), Optional.of("r" + reference));
    SessionLink asked =
        SessionLink.asked(
            Name.reserved("h" + a, owner, 0, Optional.empty()).activated("p" + a),
            Name.reserved("h" + b, owner, 0, Optional.empty()).activated("p" + b),
            random.nextBoolean() ? Set.of(side) : Set.of(Side.A, Side.B),
            100L * a + b,
            new Requester(owner, Optional.empty()));
    Use.Kind kind = random.nextBoolean() ? Use.Kind.BIRTH : Use.Kind.SESSION;
    switch (random.nextInt(13)) {
      case 0, 1:
        return new RegistryChange.PutName(name);
      case 2:
        return new RegistryChange.PutName(name.activated("p" + name.key()));
      case 3:
        return new RegistryChange.RemoveName(handle);
      case 4:
        return new RegistryChange.PutLink(
            asked.with(new Requester(owner, Optional.of("r" + reference))));
      case 5:
        return new RegistryChange.PutLink(asked.spawned("s" + reference).answeredBy(side));
      case 7:
        return new RegistryChange.RemoveNotice(reference);
      case 8:
        return new RegistryChange.KeepName(new KeptName(handle, owner, random.nextInt(3)));
      case 9:
        return new RegistryChange.FreeName(handle);
      case 10:
        return new RegistryChange.PutUse(new Use(kind, owner, reference, reference / 3));
      case 11:
        return new RegistryChange.RemoveUse(kind, reference);
      case 6:
        return new RegistryChange.PutNotice(new Notice(reference, "p" + a, "p" + b, side));
      default:
        return new RegistryChange.RemoveNotices("p" + a, "p" + b, side);
    }
  }

  @Override
  protected List<Object> seen(RegistryView view) {
    List<Object> seen = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      seen.add(view.name((i % 2 == 0 ? "h" : "H") + i));
      seen.add(view.nameOf("ph" + i));
      seen.add(view.kept((i % 2 == 0 ? "H" : "h") + i));
      seen.add(view.nameSpawnedAs(("h" + i).hashCode()));
      for (int j = 0; j < KEYS; j++) {
        seen.add(view.link("p" + i, "p" + j));
        seen.add(view.linkSpawnedAs(100L * i + j));
      }
    }
    for (int limit : new int[] {1, 3, 100}) {
      seen.add(view.names(limit));
      seen.add(view.links(limit));
      seen.add(view.oldestKept(limit));
      seen.add(view.oldestUses(limit));
    }
    for (int reference = 0; reference < KEYS * 2; reference++) {
      seen.add(view.notice(reference));
    }
    for (String owner : List.of("Wallet", "wALLET0", "wALLET1", "nobody")) {
      seen.add(view.held(owner, 0));
      seen.add(view.held(owner, Long.MIN_VALUE));
      for (Use.Kind kind : Use.Kind.values()) {
        seen.add(view.use(kind, owner, 1));
        seen.add(view.use(kind, owner, 3));
      }
    }
    for (String owner : List.of("WALLET", "wallet0", "walleT1", "nobody")) {
      seen.add(view.namesOwnedBy(owner, 10));
      seen.add(view.namesOwnedBy(owner, 1));
    }
    return seen;
  }

  private void apply(RegistryChange... changes) {
    store.transact(
        work -> {
          for (RegistryChange change : changes) {
            work.tables().apply(process, change);
          }
          return null;
        });
  }

  private <T> T read(Function<RegistryView, T> question) {
    T inside = store.transact(work -> question.apply(work.tables().view(process)));
    T read = readers.transact(work -> question.apply(work.tables().view(process)));
    assertThat(read).isEqualTo(inside);
    return read;
  }
}
