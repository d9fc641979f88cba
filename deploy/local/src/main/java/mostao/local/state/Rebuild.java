package mostao.local.state;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.os.StartFailure;
import mostao.local.stack.LocalStack;
import mostao.local.stack.ServiceProcess;

/**
 * Empties a service's database and lets the service build it again from its inbox, then compares.
 * Nothing is sent out again: everything that the consumer group has committed was published. Used
 * by one thread; blocks.
 */
public final class Rebuild {
  private static final long LOOK_MILLIS = 500;
  private static final long SAY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final LocalStack stack;
  private final ServiceProcess service;
  private final Duration patience;
  private final Consumer<String> say;

  /**
   * @param stack a started one, whose service of this name has a database
   * @param patience how long the service may evaluate nothing before this gives up
   * @param say told how it goes, a sentence at a time
   */
  public Rebuild(LocalStack stack, String service, Duration patience, Consumer<String> say) {
    this.stack = stack;
    this.service = stack.service(service);
    this.patience = patience;
    this.say = say;
  }

  /**
   * The outcome of a rebuild.
   *
   * @param records that were evaluated anew
   * @param took from the start of the service until the last was
   */
  public record Report(Digest before, Digest after, long records, Duration took) {
    /** Whether the database came out as it was. */
    public boolean isSame() {
      return before.equals(after);
    }

    public double recordsPerSecond() {
      return records / Math.max(0.001, took.toNanos() / 1e9);
    }
  }

  /**
   * @throws StartFailure when the service does not start, or stands still
   */
  public Report run() throws InterruptedException {
    say.accept("waiting until " + name() + " has evaluated and published its whole inbox");
    awaitDone();
    service.stop();
    boolean emptied = hasEmptied();
    Digest before = digest(emptied);
    say.accept(
        "digest before"
            + (emptied ? ", without items and Results, of which some are no longer kept" : "")
            + ": "
            + before.total());
    stack.database().recreateOwner(name());
    say.accept("its tables are dropped; " + name() + " builds them again");
    long begin = System.nanoTime();
    service.start();
    long records = awaitDone();
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    service.stop();
    Digest after = digest(emptied);
    say.accept("digest after:  " + after.total());
    service.start();
    return new Report(before, after, records, took);
  }

  private String name() {
    return service.name();
  }

  private boolean hasEmptied() {
    try (Connection connection = connection()) {
      return Digest.hasEmptied(connection, name());
    } catch (SQLException e) {
      throw new IllegalStateException("the database of " + name() + " can't be read", e);
    }
  }

  private Digest digest(boolean withoutContents) {
    try (Connection connection = connection()) {
      return Digest.of(connection, name(), withoutContents);
    } catch (SQLException e) {
      throw new IllegalStateException("the database of " + name() + " can't be read", e);
    }
  }

  private Connection connection() throws SQLException {
    EmbeddedDatabase database = stack.database();
    return database.connect(
        service
            .owner()
            .orElseThrow(
                () -> new IllegalArgumentException(name() + " has no database to rebuild")));
  }

  /** Returns how many records the inbox has. */
  private long awaitDone() throws InterruptedException {
    long begin = System.nanoTime();
    long moved = begin;
    long said = begin;
    RateEstimate pace = new RateEstimate();
    InboxLag last = new InboxLag(-1, -1, -1);
    while (true) {
      InboxLag now = lag();
      if (now.isDone()) {
        return now.end();
      }
      long time = System.nanoTime();
      if (!now.equals(last)) {
        moved = time;
      } else if (time - moved > patience.toNanos()) {
        throw new StartFailure(
            name()
                + " stands still at "
                + now
                + " for "
                + patience.toSeconds()
                + " s; see "
                + service.log());
      }
      pace.at(time, now.evaluated());
      if (time - said > SAY_NANOS) {
        said = time;
        say.accept(progress(now, pace));
      }
      last = now;
      pause();
    }
  }

  private static String progress(InboxLag now, RateEstimate pace) {
    String left =
        pace.until(now.end())
            .map(
                rest ->
                    String.format(
                        Locale.ROOT, "%d min %02d s left", rest.toMinutes(), rest.toSecondsPart()))
            .orElse("waiting");
    return String.format(
        Locale.ROOT,
        "%,d of %,d records, %,.0f a second, %s",
        now.evaluated(),
        now.end(),
        pace.perSecond(),
        left);
  }

  private InboxLag lag() throws InterruptedException {
    try (Connection connection = connection()) {
      return InboxLag.of(name(), stack.broker().bootstrapServers(), connection);
    } catch (SQLException e) {
      throw new IllegalStateException("the database of " + name() + " can't be read", e);
    }
  }

  private static void pause() throws InterruptedException {
    new CountDownLatch(1).await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }
}
