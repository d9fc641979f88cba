package mostao.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import mostao.local.os.Ports;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import picocli.CommandLine.Command;
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
  static final int BROKER_OFFSET = 4;
  private static final Duration POLL = Duration.ofMillis(250);

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..*",
      paramLabel = "TOPIC",
      description = "Topics to watch (default: all whose names begin with ao.).")
  private List<String> topics = new ArrayList<>();

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "" + StackSettings.DEFAULT_PORT,
      description = "The gateway's port, as given to mostao up (default: ${DEFAULT-VALUE}).")
  private int port;

  @Option(names = "--from-start", description = "Begin with the oldest record, not with the next.")
  private boolean fromStart;

  @Option(names = "--count", paramLabel = "N", description = "End after N records.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--full", description = "Print values whole, not cut to one screen line.")
  private boolean full;

  @Option(names = "--list", description = "List the topics with their sizes, then end.")
  private boolean list;

  private boolean brokerIsAway;

  @Override
  public Integer call() {
    // It warns twice a second while the broker is away; we say so once.
    System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "off");
    PrintWriter out = spec.commandLine().getOut();
    String broker = "127.0.0.1:" + (port + BROKER_OFFSET);
    requireAnswer(port + BROKER_OFFSET);
    try (KafkaConsumer<String, String> consumer = consumer(broker)) {
      Map<String, List<TopicPartition>> chosen = choose(consumer);
      if (list) {
        print(out, consumer, chosen);
      } else {
        tail(out, consumer, chosen.values().stream().flatMap(List::stream).toList());
      }
      return 0;
    }
  }

  static void requireAnswer(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1000);
    } catch (IOException e) {
      throw new StartFailure(
          "no broker answers on port "
              + port
              + "; start the system with ./mostao up, or name its port with --port",
          e);
    }
  }

  private static KafkaConsumer<String, String> consumer(String broker) {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            broker,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
            false),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private Map<String, List<TopicPartition>> choose(KafkaConsumer<?, ?> consumer) {
    Map<String, List<PartitionInfo>> all = new TreeMap<>(consumer.listTopics());
    for (String topic : topics) {
      if (!all.containsKey(topic)) {
        throw new StartFailure("there is no topic " + topic + "; there are " + all.keySet());
      }
    }
    Predicate<String> wanted = topics.isEmpty() ? name -> name.startsWith("ao.") : topics::contains;
    all.keySet().removeIf(wanted.negate());
    Map<String, List<TopicPartition>> chosen = new TreeMap<>();
    all.forEach(
        (topic, partitions) ->
            chosen.put(
                topic,
                partitions.stream().map(p -> new TopicPartition(topic, p.partition())).toList()));
    return chosen;
  }

  private static void print(
      PrintWriter out, KafkaConsumer<?, ?> consumer, Map<String, List<TopicPartition>> chosen) {
    chosen.forEach(
        (topic, partitions) -> {
          long end = sum(consumer.endOffsets(partitions));
          long begin = sum(consumer.beginningOffsets(partitions));
          out.printf(
              Locale.ROOT,
              "%-28s %3d partitions %9d records%n",
              topic,
              partitions.size(),
              end - begin);
        });
    out.flush();
  }

  private static long sum(Map<TopicPartition, Long> offsets) {
    return offsets.values().stream().mapToLong(Long::longValue).sum();
  }

  private void tail(
      PrintWriter out, KafkaConsumer<String, String> consumer, List<TopicPartition> partitions) {
    consumer.assign(partitions);
    if (fromStart) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
      // Seeking is lazy; from here on nothing is missed.
      partitions.forEach(consumer::position);
      say("watching " + partitions.size() + " partitions");
    }
    RecordLine line = new RecordLine(full);
    long left = count;
    while (left > 0) {
      ConsumerRecords<String, String> records = consumer.poll(POLL);
      for (ConsumerRecord<String, String> record : records) {
        if (left-- > 0) {
          out.println(line.of(record));
        }
      }
      out.flush();
      if (records.isEmpty()) {
        sayWhetherAway();
      }
    }
  }

  private void sayWhetherAway() {
    int broker = port + BROKER_OFFSET;
    boolean away = !Ports.answers(broker);
    if (away != brokerIsAway) {
      brokerIsAway = away;
      say(
          away
              ? "the broker on port " + broker + " does not answer; waiting until it is back"
              : "the broker is back");
    }
  }

  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
