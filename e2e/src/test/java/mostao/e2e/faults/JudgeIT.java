package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import mostao.ao.message.Result;
import mostao.e2e.faults.TopicTrace.Evaluated;
import mostao.e2e.faults.TopicTrace.Place;
import mostao.e2e.faults.TopicTrace.Published;
import mostao.e2e.faults.TopicTrace.Taken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The judge finds nothing where nothing happened, and finds everything that must not happen: what
 * the other tests say rests on that.
 */
@ExtendWith(FaultSystem.class)
class JudgeIT {
  private static final Place ELSEWHERE = new Place("session", 0, 1_000_000_000L);
  private static final String STRANGER = "s".repeat(43);

  @Test
  void theJudgeFindsNothingInPeaceAndEachThingThatMustNotBe() throws Exception {
    try (Load load = Load.start(2)) {
      load.awaitAccepted(60);
      load.stop();
      Lag.awaitNone(Judge.RECOVERY);
      TopicTrace trail = TopicTrace.sinceTheLast();
      assertThat(findings(trail, load)).isEmpty();
      // Each message is taken by the sender's handle, the session, and both handles again.
      assertThat(trail.evaluated.size()).isGreaterThanOrEqualTo((int) (4 * load.accepted()));

      String posted = load.pairs().get(0).accepted().get(5).id();
      Evaluated relayed = one(trail, done -> done.message().equals(posted));
      Evaluated stored = one(trail, done -> isPush(trail, done, "session"));
      found(trail, load, "I1 accepted and not evaluated", t -> t.evaluated.remove(relayed));
      found(trail, load, "I1 accepted and failed", t -> replace(t, relayed, failed(relayed)));
      found(trail, load, "I1 on an inbox and not evaluated", t -> t.taken.put(ELSEWHERE, unseen()));
      found(trail, load, "I2 Sent", t -> t.evaluated.remove(stored));
      found(trail, load, "I2 Sent", t -> again(t, stored));
      found(trail, load, "I2 evaluated and not published", t -> t.published.remove(0));
      found(trail, load, "I2 two Results", t -> t.published.add(otherwise(t.published.get(0))));
      found(trail, load, "I2 a wallet was not told", t -> t.told.remove(0));
      found(trail, load, "I3 Result", t -> Collections.reverse(t.published));
      found(trail, load, "I3 Taken", t -> replace(t, stored, at(stored, stored.nonce() + 1)));
      found(trail, load, "I3 from", t -> overtaking(t, stored));
      found(trail, load, "I5 was never posted", t -> forged(t, relayed));
      found(trail, load, "I5 evaluated and not on the inbox", t -> t.taken.remove(stored.place()));
      found(trail, load, "I6 evaluated twice", t -> t.evaluated.add(relayed));
      found(trail, load, "1 dead letters", t -> t.dead.put("somewhere", "something"));
      theHistoryIsRead(trail, load);
      theNoncesAreRead(stored);
    }
  }

  private static List<String> findings(TopicTrace trail, Load load) throws SQLException {
    Findings findings = new Findings(trail, Judge.Expected.NOTHING);
    findings.check(load);
    Histories.check(load, findings);
    return findings.problems();
  }

  private static void found(
      TopicTrace trail, Load load, String finding, Consumer<TopicTrace> tampering)
      throws SQLException {
    TopicTrace tampered = trail.copy();
    tampering.accept(tampered);
    assertThat(findings(tampered, load)).anyMatch(one -> one.startsWith(finding));
  }

  private static void theHistoryIsRead(TopicTrace trail, Load load) throws SQLException {
    List<Pair.Accepted> accepted = load.pairs().get(0).accepted();
    Pair.Accepted last = accepted.remove(accepted.size() - 1);
    assertThat(findings(trail, load)).anyMatch(one -> one.startsWith("the history of session"));
    accepted.add(last);
    Collections.swap(accepted, 0, 2);
    assertThat(findings(trail, load)).anyMatch(one -> one.startsWith("the history of session"));
    Collections.swap(accepted, 0, 2);
    assertThat(findings(trail, load)).isEmpty();
  }

  private static void theNoncesAreRead(Evaluated one) throws SQLException {
    String line =
        "update session.evaluation set nonce = %d where process = '" + one.process() + "'";
    String moved = line + " and message = '" + one.message() + "'";
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(String.format(Locale.ROOT, moved, 1_000_000));
      assertThat(Histories.gaps()).anyMatch(gap -> gap.contains(one.process()));
      statement.executeUpdate(String.format(Locale.ROOT, moved, one.nonce()));
    }
    assertThat(Histories.gaps()).isEmpty();
  }

  /** The first at its process, so that others come behind it. */
  private static Evaluated one(TopicTrace trail, Predicate<Evaluated> wanted) {
    return trail.evaluated.stream()
        .filter(wanted)
        .min(Comparator.comparingLong(Evaluated::nonce))
        .orElseThrow();
  }

  private static boolean isPush(TopicTrace trail, Evaluated done, String module) {
    Taken taken = trail.taken.get(done.place());
    return done.place().module().equals(module) && !taken.isBirth();
  }

  private static void replace(TopicTrace trail, Evaluated one, Evaluated by) {
    trail.evaluated.remove(one);
    trail.evaluated.add(by);
  }

  private static Evaluated failed(Evaluated one) {
    return new Evaluated(
        one.place(), one.process(), one.nonce(), one.message(), true, one.result());
  }

  private static Evaluated at(Evaluated one, long nonce) {
    return new Evaluated(
        one.place(), one.process(), nonce, one.message(), one.failed(), one.result());
  }

  private static Published otherwise(Published one) {
    return new Published(one.process(), one.nonce(), one.message(), Result.said("otherwise"));
  }

  private static Taken unseen() {
    return new Taken(ELSEWHERE, STRANGER, STRANGER, STRANGER, STRANGER, "", false);
  }

  /** The same push under another id. */
  private static void again(TopicTrace trail, Evaluated one) {
    Taken taken = trail.taken.get(one.place());
    trail.taken.put(
        ELSEWHERE,
        new Taken(
            ELSEWHERE,
            STRANGER,
            taken.target(),
            taken.from(),
            taken.owner(),
            taken.reference(),
            taken.spawned()));
    trail.evaluated.add(
        new Evaluated(ELSEWHERE, one.process(), 999_999, STRANGER, false, Result.nothing()));
  }

  /** The push as if it had come last of all. */
  private static void overtaking(TopicTrace trail, Evaluated one) {
    replace(trail, one, at(one, 999_999));
  }

  /** A wallet's message that was never posted. */
  private static void forged(TopicTrace trail, Evaluated one) {
    Taken taken = trail.taken.get(one.place());
    trail.taken.put(
        ELSEWHERE,
        new Taken(ELSEWHERE, STRANGER, taken.target(), taken.from(), taken.owner(), "1", false));
    trail.evaluated.add(
        new Evaluated(ELSEWHERE, one.process(), 999_999, STRANGER, false, Result.nothing()));
  }
}
