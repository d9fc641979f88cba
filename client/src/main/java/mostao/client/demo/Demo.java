package mostao.client.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import mostao.client.bench.Percentiles;
import mostao.client.chat.Conversation;
import mostao.client.chat.Handle;
import mostao.client.chat.RefusedException;
import mostao.client.chat.Registry;
import mostao.client.chat.WaitTimeoutException;
import mostao.client.seal.DecryptionException;
import mostao.client.trust.ChangedException;
import org.apache.kafka.common.KafkaException;

/** Runs the conversation of alice and bob. One use per object; blocks; may be interrupted. */
public final class Demo {
  private static final String ALICE = "alice";
  private static final String BOB = "bob";
  private static final Duration WATCH = Duration.ofSeconds(10);

  /** A message on its way, as its sender remembers it. */
  private record Posted(
      HistoryCheck.SentText said, String root, long sentAt, double relayedMillis) {}

  private final DemoSettings settings;
  private final DemoOutput printed;
  private final DemoReportBuilder findings;

  private Demo(DemoSettings settings, PrintWriter out) {
    this.settings = settings;
    this.printed = new DemoOutput(out);
    this.findings = new DemoReportBuilder(settings.gateway().toString());
  }

  /**
   * Runs the whole conversation.
   *
   * @param out where to tell people how it goes
   */
  public static DemoReport run(DemoSettings settings, PrintWriter out) throws InterruptedException {
    return new Demo(settings, out).run();
  }

  private DemoReport run() throws InterruptedException {
    try {
      converse();
    } catch (RefusedException refused) {
      findings.problems.add(
          refused.code().equals("HandleTaken")
              ? refused.sentence()
                  + ": run the demo on other data (--data DIR or --ephemeral), or put the wallets"
                  + " that own the names into "
                  + settings.wallets()
              : refused.getMessage());
    } catch (ChangedException changed) {
      findings.problems.add(
          changed.getMessage()
              + ": if you know why, remove alice.state and bob.state from "
              + settings.wallets());
    } catch (IOException | DecryptionException failed) {
      findings.problems.add(String.valueOf(failed.getMessage()));
    } catch (KafkaException failed) {
      findings.problems.add(
          "the topics can't be read: "
              + failed.getMessage()
              + (failed.getCause() == null ? "" : " (" + failed.getCause() + ")"));
    }
    DemoReport report = findings.report();
    printed.end(report);
    return report;
  }

  private void converse() throws IOException, InterruptedException, DecryptionException {
    Files.createDirectories(settings.wallets());
    printed.step("wallets", "RSA-4096, in " + settings.wallets());
    CompletableFuture<Participant> making = CompletableFuture.supplyAsync(() -> party(ALICE));
    try (Participant bob = party(BOB);
        Participant alice = joined(making)) {
      for (Participant party : List.of(alice, bob)) {
        printed.detail(
            party.name(),
            party.wallet().address() + (party.newWallet() ? " (new)" : " (from an earlier run)"));
      }
      meet(alice, bob);
    }
  }

  private Participant party(String name) {
    try {
      return Participant.of(name, settings);
    } catch (IOException failed) {
      throw new CompletionException(failed);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new CompletionException(stopped);
    }
  }

  private static Participant joined(CompletableFuture<Participant> making) throws IOException {
    try {
      return making.join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  private void meet(Participant alice, Participant bob)
      throws IOException, InterruptedException, DecryptionException {
    Registry registry = alice.registry(settings);
    findings.registry = registry.pid();
    printed.step("names", "registered at the Registry " + registry.pid());
    Handle a = alice.register(settings);
    Handle b = bob.register(settings);
    for (Handle handle : List.of(a, b)) {
      findings.handles.put(handle.name().name(), handle.name().pid());
      printed.detail(handle.name().name(), "process " + handle.name().pid());
    }
    findings.check(
        a.profileOf(b.name()).path("pubkey").asText().equals(bob.wallet().pubkey()),
        "bob's profile does not show the public key that was put into it");

    Conversation atAlice = registry.establish(a, b.name());
    findings.session = atAlice.session();
    printed.step("session", "process " + atAlice.session());
    Conversation atBob = b.conversation(atAlice.session(), a.name());

    Conversation.Generation made = atAlice.rotate();
    findings.generation = made.generation();
    Conversation.Generation got =
        atBob.currentKey().orElseThrow(() -> new IOException("bob finds no session key"));
    findings.check(
        got.key().open(made.key().seal("?")).equals("?"), "bob's session key is not alice's");
    printed.step(
        "session key",
        "generation " + made.generation() + ", made by alice, sealed for both, opened by bob");

    talk(a, b, atAlice, atBob);
  }

  private void talk(Handle a, Handle b, Conversation atAlice, Conversation atBob)
      throws IOException, InterruptedException {
    String session = atAlice.session();
    long before = atAlice.newestId();
    a.markViewed(session);
    b.markViewed(session);
    try (Watching watching = watch()) {
      List<Posted> posted = new ArrayList<>();
      for (int turn = 0; turn < settings.messages(); turn++) {
        posted.add(say(atAlice, Script.line(true, turn)));
        posted.add(say(atBob, Script.line(false, turn)));
      }
      findings.notified = notified(a, session) + notified(b, session);
      printed.step(
          "messages", findings.sent + " sent, sealed; " + findings.notified + " notifications");

      // As on another device: only the wallet is known.
      Conversation readAtAlice = a.conversation(session, b.name());
      Conversation readAtBob = b.conversation(session, a.name());
      HistoryCheck history = new HistoryCheck(posted.stream().map(Posted::said).toList(), findings);
      history.reopen(readAtAlice, readAtBob, before);
      if (findings.earlier > 0) {
        printed.step("earlier", findings.earlier + " messages of earlier runs, opened again");
      }
      history.compare(readAtAlice, readAtBob, before);
      checkCounts(2 * settings.messages());
      printed.transcript(findings.transcript);
      follow(watching, posted, session);
    }
  }

  private Posted say(Conversation side, String text) throws IOException, InterruptedException {
    long sentAt = System.currentTimeMillis();
    long start = System.nanoTime();
    Conversation.Sent sent = side.send(text);
    double millis = (System.nanoTime() - start) / 1e6;
    findings.sent++;
    return new Posted(
        new HistoryCheck.SentText(side.own().name(), text, sent.content()),
        sent.relayed().id(),
        sentAt,
        millis);
  }

  /** How many notifications the handle has, once it has all it should get, or at the deadline. */
  private int notified(Handle handle, String session) throws IOException, InterruptedException {
    try {
      return handle.awaitUnread(session, settings.messages());
    } catch (WaitTimeoutException tooFew) {
      findings.problems.add(tooFew.getMessage());
      return (int) handle.chat(session).map(entry -> entry.unread()).orElse(0L).longValue();
    }
  }

  private void checkCounts(int due) {
    findings.check(findings.sent == due, findings.sent + " of " + due + " messages were sent");
    findings.check(
        findings.delivered == due, findings.delivered + " of " + due + " messages were delivered");
    findings.check(
        findings.notified == due, findings.notified + " of " + due + " notifications arrived");
    findings.check(
        findings.decrypted == due,
        findings.decrypted + " of " + due + " messages opened to what was sent");
    findings.check(
        findings.verified == due, findings.verified + " of " + due + " messages are verified");
    findings.check(findings.inOrder, "messages are not in the order they were sent");
    findings.check(
        findings.duplicates == 0, findings.duplicates + " messages were not sent by either side");
  }

  private void follow(Watching watching, List<Posted> posted, String session) {
    findings.timings.put(
        "relayed", Percentiles.of(posted.stream().map(Posted::relayedMillis).toList()));
    if (watching.watch().isEmpty()) {
      return;
    }
    MessageTrace way = new MessageTrace();
    watching
        .watch()
        .get()
        .read(way, seen -> posted.stream().allMatch(p -> seen.isWhole(p.root())), WATCH);
    long whole = posted.stream().filter(p -> way.isWhole(p.root())).count();
    findings.check(
        whole == posted.size(),
        whole + " of " + posted.size() + " messages can be followed on the topics");
    timing("accepted", posted, p -> way.accepted(p.root()));
    timing("stored", posted, p -> way.evaluated(p.root(), "SendMessage"));
    timing("notified", posted, p -> way.evaluated(p.root(), "Notify"));

    Posted last = posted.get(posted.size() - 2);
    Map<String, String> names =
        Map.of(
            findings.handles.get(ALICE), ALICE, findings.handles.get(BOB), BOB, session, "session");
    findings.way.addAll(way.of(last.root(), last.sentAt(), names));
    printed.way(findings.way, last.said().by().name());
  }

  private interface Moment {
    Optional<Long> of(Posted posted);
  }

  private void timing(String name, List<Posted> posted, Moment moment) {
    List<Double> millis = new ArrayList<>();
    for (Posted message : posted) {
      moment.of(message).ifPresent(at -> millis.add((double) (at - message.sentAt())));
    }
    if (!millis.isEmpty()) {
      findings.timings.put(name, Percentiles.of(millis));
    }
  }

  /** The topics, if there is a broker to watch. */
  private record Watching(Optional<TopicWatch> watch) implements AutoCloseable {
    @Override
    public void close() {
      watch.ifPresent(TopicWatch::close);
    }
  }

  private Watching watch() {
    return new Watching(settings.bootstrapServers().map(TopicWatch::new));
  }
}
