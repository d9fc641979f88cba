package mostao.local.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mostao.client.terminal.Ink;
import mostao.local.watch.Failures;
import mostao.local.watch.KafkaConnection;
import mostao.local.watch.Line;
import mostao.local.watch.RecordTail;
import mostao.local.watch.RecordTail.Start;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao topics}: watch records pass, for people without a Kafka tool. */
@Command(
    name = "topics",
    header = "Prints the records of the system's topics as they arrive, until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BrokerOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "TOPIC",
      description = "Topics to watch (default: all whose names begin with ao.).")
  private List<String> topics = new ArrayList<>();

  @Option(names = "--from-start", description = "Begin with the oldest record, not with the next.")
  private boolean fromStart;

  @Option(names = "--count", paramLabel = "N", description = "End after N records.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--full", description = "Print values whole, not cut to one screen line.")
  private boolean full;

  @Option(names = "--list", description = "List the topics with their sizes, then end.")
  private boolean list;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    KafkaConnection broker = options.open();
    try (RecordTail tail = new RecordTail(broker, options.name(broker), this::say)) {
      Map<String, List<TopicPartition>> chosen = tail.choose(topics);
      if (list) {
        chosen.forEach(
            (topic, partitions) ->
                out.printf(
                    Locale.ROOT,
                    "%-28s %3d partitions %9d records%n",
                    topic,
                    partitions.size(),
                    tail.size(partitions)));
        out.flush();
      } else {
        RecordLine line = new RecordLine(full);
        tail.follow(
            chosen.values().stream().flatMap(List::stream).toList(),
            fromStart ? new Start.Oldest() : new Start.Next(),
            count,
            record -> Optional.of(new Line(Ink.PLAIN, line.of(record))),
            one -> out.println(one.text()),
            out::flush);
      }
      return 0;
    } catch (KafkaException failure) {
      throw Failures.of(failure);
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
