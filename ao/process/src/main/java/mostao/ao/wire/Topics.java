package mostao.ao.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The topics of a deployment. Partition counts of keyed topics never change: changing one would
 * move processes to other partitions.
 */
public final class Topics {
  public static final String REGISTRY = "registry";
  public static final String HANDLE = "handle";
  public static final String SESSION = "session";

  /** The modules this deployment evaluates, by name. */
  public static final List<String> MODULES = List.of(REGISTRY, HANDLE, SESSION);

  /** The directory of processes: compacted, key = process id. */
  public static final String PROCESSES = "ao.processes";

  /** Messages from processes to wallets: key = the wallet's canonical address. */
  public static final String WALLETS = "ao.wallet.inbox";

  /** The consumer group of the messengers; it kept its first name, under which offsets are. */
  public static final String MESSENGER_GROUP = "gateway-messenger";

  /** Largest record on an inbox or outbox, in bytes: a 1 MiB item in JSON, with room. */
  public static final int MAX_RECORD_BYTES = 4 * 1024 * 1024;

  /** A dead letter holds the record it is about, and says why in its headers. */
  public static final int MAX_DEAD_LETTER_BYTES = MAX_RECORD_BYTES + 64 * 1024;

  private static final int WIDE = 24;
  private static final int NARROW = 6;

  /** Partitions of {@link #WALLETS}. */
  public static final int WALLET_PARTITIONS = WIDE;

  /** A fetch is bounded in its stored size, whatever compression a producer uses. */
  private static final String UNCOMPRESSED = "uncompressed";

  private static final String WEEK_MS = Long.toString(7L * 24 * 60 * 60 * 1000);

  /**
   * A topic as it must be.
   *
   * @param config broker-side topic settings
   */
  public record Definition(String name, int partitions, Map<String, String> config) {
    public Definition {
      config = Map.copyOf(config);
    }
  }

  private Topics() {}

  /** Key = target process id. Only the gateway writes it. */
  public static String inbox(String module) {
    return "ao." + module + ".inbox";
  }

  /** Key = evaluating process id. Only the module's service writes it. */
  public static String outbox(String module) {
    return "ao." + module + ".outbox";
  }

  /** Records of the inbox that are not messages, with the reason in the headers. */
  public static String deadLetters(String module) {
    return inbox(module) + ".dlq";
  }

  /** The consumer group of a module's service. */
  public static String group(String module) {
    return "ao-" + module;
  }

  /** The module whose outbox this is. */
  public static String moduleOfOutbox(String topic) {
    return MODULES.stream()
        .filter(module -> outbox(module).equals(topic))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(topic + " is not an outbox of " + MODULES));
  }

  /**
   * The topic with this name.
   *
   * @throws IllegalArgumentException when a deployment has none
   */
  public static Definition definition(String name) {
    return all().stream()
        .filter(topic -> topic.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not a topic of a deployment"));
  }

  /** Every topic of a deployment. Inboxes are kept for ever: state is rebuilt from them. */
  public static List<Definition> all() {
    List<Definition> topics = new ArrayList<>();
    String maxRecord = Integer.toString(MAX_RECORD_BYTES);
    for (String module : MODULES) {
      int partitions = module.equals(REGISTRY) ? NARROW : WIDE;
      topics.add(
          new Definition(
              inbox(module),
              partitions,
              Map.of(
                  "message.timestamp.type", "LogAppendTime",
                  "retention.ms", "-1",
                  "retention.bytes", "-1",
                  "cleanup.policy", "delete",
                  "compression.type", UNCOMPRESSED,
                  "max.message.bytes", maxRecord)));
      topics.add(
          new Definition(
              outbox(module),
              partitions,
              Map.of(
                  "retention.ms", WEEK_MS,
                  "cleanup.policy", "delete",
                  "compression.type", UNCOMPRESSED,
                  "max.message.bytes", maxRecord)));
      topics.add(
          new Definition(
              deadLetters(module),
              1,
              Map.of(
                  "retention.ms", "-1",
                  "cleanup.policy", "delete",
                  "max.message.bytes", Integer.toString(MAX_DEAD_LETTER_BYTES))));
    }
    topics.add(
        new Definition(
            PROCESSES, 1, Map.of("cleanup.policy", "compact", "max.message.bytes", maxRecord)));
    topics.add(
        new Definition(
            WALLETS,
            WALLET_PARTITIONS,
            Map.of(
                "retention.ms", WEEK_MS,
                "cleanup.policy", "delete",
                "max.message.bytes", maxRecord)));
    return topics;
  }
}
