package mostao.client.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.demo.Timing;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.wallet.Wallet;

/**
 * How long one request takes in a system that does nothing else: one at a time, each signed before
 * its time starts. Blocks; may be interrupted.
 */
public final class Latency {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SAID_EVERY = 500;

  private final LatencySettings settings;
  private final PrintWriter out;
  private final AoClient client;
  private final Wallet wallet;
  private final String process;

  private Latency(
      LatencySettings settings, PrintWriter out, AoClient client, Wallet wallet, String process) {
    this.settings = settings;
    this.out = out;
    this.client = client;
    this.wallet = wallet;
    this.process = process;
  }

  /**
   * Registers a handle, then measures with it; the JVMs of a young system are still compiling, so
   * the first {@link LatencySettings#warmUp} rounds are left out.
   *
   * @param out where to tell people how it goes
   * @throws IOException when a request fails or a process refuses
   */
  public static LatencyReport run(LatencySettings settings, PrintWriter out)
      throws IOException, InterruptedException {
    Wallet wallet = settings.wallet().create();
    try (AoClient client = new AoClient(settings.gateway(), wallet, settings.http())) {
      String name = "latency-" + Long.toString(RANDOM.nextLong() >>> 1, Character.MAX_RADIX);
      Handle handle = Registry.of(client, settings.patience()).register(name, Json.object());
      return new Latency(settings, out, client, wallet, handle.name().pid()).run();
    }
  }

  private LatencyReport run() throws IOException, InterruptedException {
    say("warming up: %d rounds of a message with its Result, and a dry-run", settings.warmUp());
    rounds(settings.warmUp());
    say("measuring: %d rounds", settings.rounds());
    Rounds measured = rounds(settings.rounds());
    LatencyReport report =
        new LatencyReport(
            wallet.type().text(),
            settings.warmUp(),
            settings.rounds(),
            Timing.of(measured.accepted),
            Timing.of(measured.evaluated),
            Timing.of(measured.dryRun));
    say("message accepted     %s", text(report.accepted()));
    say("message and Result   %s", text(report.evaluated()));
    say("dry-run              %s", text(report.dryRun()));
    return report;
  }

  private static final class Rounds {
    private final List<Double> accepted = new ArrayList<>();
    private final List<Double> evaluated = new ArrayList<>();
    private final List<Double> dryRun = new ArrayList<>();
  }

  private Rounds rounds(int count) throws IOException, InterruptedException {
    Rounds times = new Rounds();
    for (int i = 1; i <= count; i++) {
      VerifiedItem item = update(i);
      long start = System.nanoTime();
      String id = client.post(item);
      times.accepted.add(since(start));
      Result result = client.result(id, process);
      times.evaluated.add(since(start));
      check("ProfileUpdate", result);
      start = System.nanoTime();
      Result asked = client.dryRun(process, Tags.of(Names.ACTION, "GetProfile"), "");
      times.dryRun.add(since(start));
      check("GetProfile", asked);
      if (i % SAID_EVERY == 0) {
        say("  %d", i);
      }
    }
    return times;
  }

  /** A message that changes state: what is cheapest to answer shows least. */
  private VerifiedItem update(int round) {
    String changes = Json.write(Json.object().put("bio", "round " + round));
    return AoMessages.draft(process, Tags.of(Names.ACTION, "ProfileUpdate"), changes)
        .sign(wallet.signer())
        .orThrow();
  }

  private static void check(String action, Result result) throws IOException {
    boolean done =
        result.error().isEmpty()
            && result.messages().stream().noneMatch(m -> m.tags().first(Names.ERROR).isPresent());
    if (!done) {
      throw new IOException(action + " was refused: " + result);
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static String text(Timing timing) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f ms, p99 %.1f ms, max %.1f ms",
        timing.p50(),
        timing.p99(),
        timing.max());
  }

  private void say(String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
    out.flush();
  }
}
