package mostao.ao.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.jboss.logging.Logger;

/**
 * Compares what a program needs of its broker with what is there: topics with their partitions, the
 * times of inboxes, and the rights of the program's user. Without it, a program with a wrong topic
 * or a missing right would wait and try again for ever, or take messages in another order.
 *
 * <p>A broker that does not answer, or has no such topic yet, is waited for: then the comparison is
 * made behind the start.
 */
public final class TopicCheck implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger("mostao.start");
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final String TIMES = "message.timestamp.type";
  private static final String RIGHTS = "deploy/kubernetes/components/strimzi/users.yaml";

  private final String client;
  private final Map<String, Object> kafka;
  private final Duration answer;
  private final Duration pause;
  private final Map<String, Set<AclOperation>> topics = new TreeMap<>();
  private final Set<String> groups = new TreeSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private String awaited = "";

  /**
   * @param client name in the broker's logs
   * @param kafka client settings, as bootstrap servers and security
   */
  public TopicCheck(String client, Map<String, Object> kafka) {
    this(client, kafka, ANSWER, PAUSE);
  }

  TopicCheck(String client, Map<String, Object> kafka, Duration answer, Duration pause) {
    this.client = client;
    this.kafka = kafka;
    this.answer = answer;
    this.pause = pause;
  }

  /** The program reads this topic. */
  public TopicCheck reads(String topic) {
    return needs(topic, AclOperation.READ);
  }

  /** The program writes this topic. */
  public TopicCheck writes(String topic) {
    return needs(topic, AclOperation.WRITE);
  }

  /** The program reads this inbox and relies on the times that the broker gave its records. */
  public TopicCheck evaluates(String inbox) {
    return needs(inbox, AclOperation.READ).needs(inbox, AclOperation.DESCRIBE_CONFIGS);
  }

  /** The program is a member of this group, or asks how far it is. */
  public TopicCheck knows(String group) {
    groups.add(group);
    return this;
  }

  private TopicCheck needs(String topic, AclOperation right) {
    topics.computeIfAbsent(topic, any -> EnumSet.noneOf(AclOperation.class)).add(right);
    return this;
  }

  /**
   * Compares now, or as soon as the broker answers and has the topics.
   *
   * @param end ends the program; called when a later comparison finds a misfit, after that was
   *     logged
   * @throws IllegalStateException naming the misfit and the remedy
   */
  public void start(Runnable end) {
    if (!isDone()) {
      Thread later = new Thread(() -> untilDone(end), client);
      later.setContextClassLoader(Thread.currentThread().getContextClassLoader());
      later.setDaemon(true);
      later.start();
    }
  }

  private void untilDone(Runnable end) {
    try {
      boolean done = false;
      while (!done && !closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        done = isDone();
      }
    } catch (IllegalStateException misfit) {
      LOG.errorf("Stopped: %s", misfit.getMessage());
      end.run();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there was an answer, which was right. */
  private boolean isDone() {
    try (Admin admin = Admin.create(ClientSettings.admin(client, kafka, answer))) {
      compare(admin);
      return true;
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthenticationException refused) {
        throw new IllegalStateException(
            "the broker refuses this program: "
                + refused.getMessage()
                + "; check kafka.security.protocol, kafka.ssl.* and kafka.sasl.*",
            failed);
      }
      await(failed.getCause());
    } catch (TimeoutException away) {
      await(away);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while topics were compared", stop);
    }
    return false;
  }

  private void await(Throwable cause) {
    if (awaited.isEmpty()) {
      // A wait that ran out has no message.
      awaited = Objects.requireNonNullElse(cause.getMessage(), "no answer within " + answer);
      LOG.warnf(
          "Waiting for the broker, kafka.bootstrap.servers=%s and kafka.security.protocol=%s, or"
              + " for a topic: %s",
          kafka.get("bootstrap.servers"),
          kafka.getOrDefault("security.protocol", "PLAINTEXT"),
          awaited);
    }
  }

  private void compare(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<String> missing = new ArrayList<>();
    List<TopicDescription> found = new ArrayList<>();
    Map<String, KafkaFuture<TopicDescription>> answers =
        admin
            .describeTopics(
                topics.keySet(), new DescribeTopicsOptions().includeAuthorizedOperations(true))
            .topicNameValues();
    for (String topic : topics.keySet()) {
      Optional<TopicDescription> description = unlessForbidden(answers.get(topic));
      description.ifPresent(found::add);
      Set<AclOperation> wanted = EnumSet.copyOf(topics.get(topic));
      description
          .map(TopicDescription::authorizedOperations)
          .ifPresent(rights -> wanted.removeAll(rights));
      wanted.forEach(right -> missing.add(right + " of topic " + topic));
    }
    for (String group : groups) {
      if (isForbidden(admin, group)) {
        missing.add("READ of group " + group);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "the broker does not give this program's user the rights "
              + String.join(", ", missing)
              + ": add them, see "
              + RIGHTS
              + "; kafka.ssl.* or kafka.sasl.* say which user it is");
    }
    found.forEach(TopicCheck::comparePartitions);
    compareTimes(admin);
  }

  private static void comparePartitions(TopicDescription found) {
    int wanted = Topics.definition(found.name()).partitions();
    int partitions = found.partitions().size();
    if (partitions != wanted) {
      throw new IllegalStateException(
          "topic "
              + found.name()
              + " has "
              + partitions
              + " partitions and must have "
              + wanted
              + ": if it is empty, delete it and run make-topics; otherwise set"
              + " kafka.bootstrap.servers to the broker of this deployment");
    }
  }

  private void compareTimes(Admin admin)
      throws ExecutionException, TimeoutException, InterruptedException {
    List<ConfigResource> asked =
        topics.keySet().stream()
            .filter(topic -> topics.get(topic).contains(AclOperation.DESCRIBE_CONFIGS))
            .map(topic -> new ConfigResource(ConfigResource.Type.TOPIC, topic))
            .toList();
    for (Map.Entry<ConfigResource, Config> config :
        get(admin.describeConfigs(asked).all()).entrySet()) {
      String topic = config.getKey().name();
      String times = config.getValue().get(TIMES).value();
      String wanted = Topics.definition(topic).config().get(TIMES);
      if (!times.equals(wanted)) {
        throw new IllegalStateException(
            "topic "
                + topic
                + " has "
                + TIMES
                + "="
                + times
                + " and must have "
                + wanted
                + ": run make-topics, which sets it");
      }
    }
  }

  private boolean isForbidden(Admin admin, String group)
      throws ExecutionException, TimeoutException, InterruptedException {
    return unlessForbidden(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .isEmpty();
  }

  private <T> Optional<T> unlessForbidden(KafkaFuture<T> answered)
      throws ExecutionException, TimeoutException, InterruptedException {
    try {
      return Optional.of(get(answered));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof AuthorizationException) {
        return Optional.empty();
      }
      throw failed;
    }
  }

  private <T> T get(KafkaFuture<T> answered)
      throws ExecutionException, TimeoutException, InterruptedException {
    return answered.get(answer.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Waits no longer. */
  @Override
  public void close() {
    closed.countDown();
  }
}
