package mostao.local.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mostao.ao.ans104.Address;
import mostao.local.os.StartFailure;
import mostao.local.watch.Failures;
import mostao.local.watch.KafkaConnection;
import mostao.local.watch.Outcome;
import mostao.local.watch.RecordTail;
import mostao.local.watch.RecordTail.Start;
import mostao.local.watch.TailFilter;
import mostao.local.watch.TailText;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao tail}: records as they arrive, decoded. */
@Command(
    name = "tail",
    header = "Prints what happens on the topics, decoded and filtered, until Ctrl-C.",
    description = "Contents are printed only with --data; keys and signatures never are.",
    mixinStandardHelpOptions = true)
final class TailCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private BrokerOptions options;

  @Parameters(
      arity = "0..*",
      paramLabel = "WHAT",
      description =
          "Topics, and processes and wallets that records are from, for or about (default: all"
              + " topics whose names begin with ao.).")
  private List<String> what = new ArrayList<>();

  @Option(names = "--action", paramLabel = "NAME", description = "Only with this Action.")
  private Set<String> actions = new HashSet<>();

  @Option(
      names = "--sender",
      paramLabel = "ID",
      description = "Only what this wallet or process says.")
  private Set<String> senders = new HashSet<>();

  @Option(
      names = "--outcome",
      paramLabel = "NAME",
      description = "Only what ended so: result, refused, error or dead.")
  private Set<Outcome> outcomes = new HashSet<>();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Moments.class,
      description =
          "Begin so long ago, such as 90s, 15m or 24h, or at a time such as 2026-11-29T08:30:00Z,"
              + " not with the next record.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--offset",
      paramLabel = "N",
      description = "Begin with this offset of every partition.")
  private Optional<Long> offset = Optional.empty();

  @Option(names = "--count", paramLabel = "N", description = "End after N lines.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--full", description = "Print ids whole, and contents too where asked for.")
  private boolean full;

  @Option(names = "--data", description = "Print what messages contain.")
  private boolean data;

  @Override
  public Integer call() {
    Set<String> topics =
        what.stream().filter(one -> one.startsWith("ao.")).collect(Collectors.toSet());
    TailFilter filter = new TailFilter(parties(topics), actions, ids(senders), outcomes);
    PrintWriter out = spec.commandLine().getOut();
    KafkaConnection broker = options.open();
    try (RecordTail tail = new RecordTail(broker, options.name(broker), this::say)) {
      List<TopicPartition> partitions =
          tail.choose(topics).values().stream().flatMap(List::stream).toList();
      tail.follow(
          partitions,
          start(),
          count,
          new TailText(filter, full, data)::of,
          line -> Inks.print(out, line),
          out::flush);
      return 0;
    } catch (KafkaException failure) {
      throw Failures.of(failure);
    }
  }

  private Start start() {
    if (since.isPresent() && offset.isPresent()) {
      throw new StartFailure("--since and --offset both say where to begin; give one");
    }
    return since
        .<Start>map(Start.Time::new)
        .or(() -> offset.map(Start.Offset::new))
        .orElseGet(Start.Next::new);
  }

  private Set<String> parties(Set<String> topics) {
    return ids(what.stream().filter(one -> !topics.contains(one)).collect(Collectors.toSet()));
  }

  private static Set<String> ids(Set<String> texts) {
    return texts.stream()
        .map(
            text ->
                Address.canonical(text)
                    .orElseThrow(
                        () ->
                            new StartFailure(
                                String.format(
                                    Locale.ROOT,
                                    "'%s' is no topic, process or wallet; topics begin with ao.,"
                                        + " ids have 43 characters",
                                    text))))
        .collect(Collectors.toSet());
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
