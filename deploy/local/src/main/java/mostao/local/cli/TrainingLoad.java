package mostao.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mostao.client.bench.Bench;
import mostao.client.bench.BenchSettings;
import mostao.client.bench.Load;
import mostao.client.bench.Meter;
import mostao.client.bench.Read;
import mostao.client.bench.ReadsBench;
import mostao.client.bench.ReadsSettings;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import mostao.local.os.StartFailure;
import mostao.local.stack.LocalStack;

/**
 * Messages and reads, as many as a system carries that is young: so the profiles that a class cache
 * keeps are those of work, and not those of a start. Messages go in large batches first, and in
 * small ones then: what runs once a batch must run some thousand times before the second compiler
 * takes it, and what it has not taken until the end of the training stays slow in the runs that
 * follow for longer than without a cache.
 */
final class TrainingLoad {
  private static final int SESSIONS = 10;
  private static final List<Integer> MESSAGES_IN_FLIGHT = List.of(256, 8);

  /** What a gateway takes of one address. */
  private static final int MOST_A_SECOND = 1_000;

  private static final int READS_A_SECOND = 400;
  private static final int CONTENT_BYTES = 300;
  private static final int CONNECTIONS = 64;
  private static final int ADDRESSES = 1;
  private static final Duration DRAIN = Duration.ofSeconds(60);

  /** Of all the seconds, one in so many is of reads. */
  private static final int OF_READS = 9;

  private static final int ROWS = 200;
  private static final int PAGE = 50;

  private final LocalStack stack;

  /** Of messages, for each number in flight. */
  private final Duration messages;

  private final Duration reads;

  TrainingLoad(LocalStack stack, Duration length) {
    this.stack = stack;
    this.reads = length.dividedBy(OF_READS);
    this.messages = length.minus(reads).dividedBy(MESSAGES_IN_FLIGHT.size());
  }

  /** Whether every message came once and in order, and every answer was right. */
  boolean run(PrintWriter out) throws InterruptedException {
    try {
      boolean held = true;
      for (int inFlight : MESSAGES_IN_FLIGHT) {
        Load load = new Load.InFlight(inFlight, MOST_A_SECOND);
        held = Bench.run(settings(load, messages), Meter.NONE, out).ok() && held;
      }
      return ReadsBench.run(asked(), Meter.NONE, out).ok() && held;
    } catch (IOException failed) {
      throw new StartFailure("the load can't go on: " + failed.getMessage(), failed);
    }
  }

  private ReadsSettings asked() {
    List<Read> kinds =
        List.of(Read.QUERY_MESSAGE, Read.QUERY_HANDLE, Read.GET_HANDLES, Read.QUERY_SESSION);
    return new ReadsSettings(settings(new Load.Rate(READS_A_SECOND), reads), kinds, ROWS, PAGE);
  }

  private BenchSettings settings(Load load, Duration length) {
    return new BenchSettings(
        URI.create(stack.url()),
        Optional.of(stack.broker().bootstrapServers()),
        load,
        WalletType.ED25519,
        SESSIONS,
        CONTENT_BYTES,
        Duration.ZERO,
        length,
        stack.settings().data().resolve("bench"),
        CONNECTIONS,
        ADDRESSES,
        DRAIN,
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }
}
