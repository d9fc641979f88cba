package mostao.local.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import mostao.local.watch.Failures;
import mostao.local.watch.Lag;
import mostao.local.watch.LagText;
import mostao.local.watch.Line;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mostao lag}: who is behind, and by how much. */
@Command(
    name = "lag",
    header =
        "Prints how far the consumer groups are: lag, age of the oldest waiting record, owners.",
    description =
        "One line a group, with its members as client@host and the number of their partitions."
            + " A partition of which nothing was committed waits from its beginning.",
    mixinStandardHelpOptions = true)
final class LagCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BrokerOptions options;

  @Option(names = "--partitions", description = "Print a line for every partition too.")
  private boolean partitions;

  @Override
  public Integer call() {
    try {
      Lag lag = Lag.of(options.open());
      PrintWriter out = spec.commandLine().getOut();
      for (Line line : LagText.of(lag, partitions, System.currentTimeMillis())) {
        Inks.print(out, line);
      }
      out.flush();
      PrintWriter err = spec.commandLine().getErr();
      lag.notes().forEach(note -> err.println("mostao: " + note));
      err.flush();
      return 0;
    } catch (KafkaException failure) {
      throw Failures.of(failure);
    }
  }
}
