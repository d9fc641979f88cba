package mostao.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import mostao.local.watch.Failures;
import mostao.local.watch.Line;
import mostao.local.watch.Trace;
import mostao.local.watch.TraceText;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao trace}: what became of a message. */
@Command(
    name = "trace",
    header = "Prints the tree of everything that a message caused, and what is still under way.",
    description =
        "Read from the topics, without a consumer group: where each record is, milliseconds since"
            + " the hop before, nonces, Results and refusals.",
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BrokerOptions options;

  @Parameters(
      paramLabel = "ID",
      description =
          "Id of a message, of a process (its birth), or PROCESS@NONCE for what is assigned there.")
  private String id;

  @Option(
      names = "--back",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = Durations.class,
      description =
          "How far back to read, such as 90s, 15m, 24h or 7d (default: ${DEFAULT-VALUE}).")
  private Duration back;

  @Option(
      names = "--records",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "Read at most N records of the topics (default: ${DEFAULT-VALUE}).")
  private long records;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Keep at most N records of the tree (default: ${DEFAULT-VALUE}).")
  private int most;

  @Option(names = "--full", description = "Print ids whole, and contents too where asked for.")
  private boolean full;

  @Option(names = "--data", description = "Print what messages contain.")
  private boolean data;

  @Override
  public Integer call() {
    try {
      Instant from = Instant.now().minus(back);
      Trace trace = Trace.of(options.open(), id, new Trace.Bounds(from, records, most), data);
      PrintWriter out = spec.commandLine().getOut();
      for (Line line : TraceText.of(trace, full)) {
        Inks.print(out, line);
      }
      out.flush();
      PrintWriter err = spec.commandLine().getErr();
      trace.notes().forEach(note -> err.println("mostao: " + note));
      err.flush();
      return 0;
    } catch (KafkaException failure) {
      throw Failures.of(failure);
    }
  }
}
