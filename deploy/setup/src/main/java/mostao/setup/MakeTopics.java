package mostao.setup;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * Makes the topics of a deployment that are missing and brings the settings of the others to what
 * {@link Topics} says. Client settings come from the environment: {@code KAFKA_BOOTSTRAP_SERVERS},
 * {@code KAFKA_SECURITY_PROTOCOL} and so on. Argument: the number of replicas.
 */
final class MakeTopics {
  private static final Duration ANSWER = Duration.ofSeconds(30);
  private static final String PREFIX = "KAFKA_";
  private static final String SERVERS = "bootstrap.servers";

  private MakeTopics() {}

  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, System.getenv(), Waiting.of(out)));
  }

  static int run(String[] arguments, Map<String, String> environment, Waiting waiting) {
    PrintWriter out = waiting.out();
    if (arguments.length != 1 || !arguments[0].matches("[1-9]\\d?")) {
      out.println("make-topics: give the number of replicas, 1 to 99, not " + List.of(arguments));
      return 2;
    }
    Map<String, Object> settings = settings(environment);
    if (!settings.containsKey(SERVERS)) {
      out.println("make-topics: KAFKA_BOOTSTRAP_SERVERS is not set");
      return 2;
    }
    short replicas = Short.parseShort(arguments[0]);
    try {
      return waiting.until(() -> missing(settings, replicas, out)) ? 0 : 1;
    } catch (TopicPlan.Misfit never) {
      out.println("make-topics: " + never.getMessage());
      return 1;
    }
  }

  /** A name that doesn't resolve yet is a ConfigException, and is waited for as well. */
  private static Optional<String> missing(
      Map<String, Object> settings, short replicas, PrintWriter out) {
    try (Admin admin = Admin.create(settings)) {
      admin.describeCluster().nodes().get(ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      out.println("make-topics: " + new TopicPlan(admin, Topics.all(), replicas).apply());
      return Optional.empty();
    } catch (ExecutionException | TimeoutException | KafkaException away) {
      Throwable cause = away instanceof ExecutionException ? away.getCause() : away;
      return Optional.of("make-topics: waiting for " + settings.get(SERVERS) + ": " + cause);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were made", stop);
    }
  }

  /** {@code KAFKA_SSL_KEYSTORE_TYPE} is {@code ssl.keystore.type}, as for the programs. */
  static Map<String, Object> settings(Map<String, String> environment) {
    Map<String, Object> settings = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX)) {
            settings.put(
                name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return settings;
  }
}
