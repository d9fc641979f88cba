package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Old evaluations are emptied while people write, by two replicas of which one dies. */
@ExtendWith(FaultSystem.class)
class RetentionIT {
  private static final Map<String, String> KEEP =
      Map.of(
          "mostao.retention.keep", "3s",
          "mostao.retention.every", "500ms",
          "mostao.retention.rows", "50");

  /** What is kept, and as long again to empty it on a busy machine. */
  private static final int LATE_SECONDS = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final ServiceProcess second = FaultSystem.stack().another("session", 2);

  @Tag("nightly")
  @Test
  void whatIsEmptiedUnderLoadIsNothingThatAnybodyNeeds() throws Exception {
    for (String module : Topics.MODULES) {
      FaultSystem.restart(module, KEEP, List.of());
    }
    second.start(KEEP, List.of());
    try (Load load = Load.start(6)) {
      load.awaitAccepted(200);
      Waiting.until(PATIENCE, "what is too old is emptied", RetentionIT::stillThere);
      second.kill();
      load.awaitAccepted(200);
      Waiting.until(PATIENCE, "the log stays small while it grows", RetentionIT::tooLarge);
      Waiting.until(PATIENCE, "what is too old is emptied", RetentionIT::stillThere);
      assertThat(sum("count(*)", "item = '' and nonce = 0")).as("births stay").isZero();
      Judge.settle(load);
    } finally {
      second.stop();
      for (String module : Topics.MODULES) {
        FaultSystem.restart(module, Map.of(), List.of());
      }
    }
  }

  /** What is kept is what came in the last seconds, however much there was before. */
  private static String tooLarge() throws SQLException {
    long all = sum("count(*)", "nonce > 0");
    long kept = sum("count(*)", "nonce > 0 and item <> ''");
    return kept * 5 < all ? null : kept + " of " + all + " evaluations are whole";
  }

  private static String stillThere() throws SQLException {
    long late =
        sum(
            "count(*)",
            "item <> '' and nonce > 0 and inbox_offset < published_offset"
                + " and evaluated_at < (extract(epoch from now()) - "
                + LATE_SECONDS
                + ") * 1000");
    return late == 0 ? null : late + " evaluations are older than " + LATE_SECONDS + " s";
  }

  private static long sum(String what, String where) throws SQLException {
    long sum = 0;
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String module : Topics.MODULES) {
        try (ResultSet rows =
            statement.executeQuery(
                String.format(
                    Locale.ROOT,
                    "select %2$s from %1$s.evaluation join %1$s.progress using (inbox_partition)"
                        + " where %3$s",
                    module,
                    what,
                    where))) {
          rows.next();
          sum += rows.getLong(1);
        }
      }
    }
    return sum;
  }
}
