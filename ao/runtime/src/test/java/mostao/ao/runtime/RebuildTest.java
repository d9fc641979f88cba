package mostao.ao.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.reactive.messaging.kafka.KafkaClientService;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import mostao.ao.testkit.infra.Inboxes;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.infra.TopicReader;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/**
 * A service whose database was emptied while its consumer group stood at the end of the inbox, with
 * everything the tests before it left there; and two consumers in one process.
 */
@QuarkusTest
@TestProfile(RebuildTest.Emptied.class)
class RebuildTest extends CounterCase {
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  @ConfigProperty(name = "rebuilt.process")
  String rebuilt;

  @Inject KafkaClientService kafka;

  public static final class Emptied implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("mostao.inbox.concurrency", "2");
    }

    @Override
    public List<TestResourceEntry> testResources() {
      return List.of(
          new TestResourceEntry(Infra.class, Map.of("module", "counter")),
          new TestResourceEntry(Emptying.class));
    }
  }

  /** Between the service before and this one. */
  public static final class Emptying implements QuarkusTestResourceLifecycleManager {
    @Override
    public int order() {
      return 10;
    }

    @Override
    public Map<String, String> start() {
      InboxRecord birth = newProcess();
      try (Inboxes inboxes = new Inboxes()) {
        inboxes.put(MODULE, birth);
        for (int i = 0; i < 5; i++) {
          inboxes.put(MODULE, ALICE.message(birth.id(), "Add", Integer.toString(i)));
        }
      }
      empty();
      await("the group has no members", Emptying::standsAtTheEnd);
      return Map.of("rebuilt.process", birth.id());
    }

    private static void empty() {
      try (Connection connection =
              DriverManager.getConnection(
                  Infra.jdbcUrl(), Infra.databaseUser(), Infra.databasePassword());
          Statement statement = connection.createStatement()) {
        statement.execute("truncate table progress, process, evaluation, counter, note");
      } catch (SQLException e) {
        // Undefined table: no service was there before.
        if (!"42P01".equals(e.getSQLState())) {
          throw new AssertionError(e);
        }
      }
    }

    private static boolean standsAtTheEnd() {
      try (Admin admin = Admin.create(broker())) {
        Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
        ends(admin).forEach((partition, end) -> ends.put(partition, new OffsetAndMetadata(end)));
        admin.alterConsumerGroupOffsets("ao-counter", ends).all().get();
        return true;
      } catch (ExecutionException notYet) {
        return false;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    @Override
    public void stop() {}
  }

  @Test
  void a_database_rebuilt_from_the_inbox_is_the_same() {
    InboxRecord next = ALICE.message(rebuilt, "Add", "90");
    inboxes.put(MODULE, next);
    OutboxRecord result = outbox.awaitResult(rebuilt, next.id());
    assertThat(reply(result)).isEqualTo("{\"total\":100}");
    assertThat(result.nonce()).isEqualTo(6);

    assertThat(
            outbox.toEnd().stream()
                .filter(record -> record.key().equals(rebuilt))
                .map(record -> TopicReader.outcome(record).nonce()))
        .as("what the group had committed was published before, and is not again")
        .containsExactly(6L);
  }

  @Test
  void the_database_is_built_again_without_waiting_for_a_message() {
    await("every inbox partition is evaluated to its end", () -> evaluated().equals(ends()));
  }

  private static Map<Integer, Long> evaluated() {
    try (Connection connection =
            DriverManager.getConnection(
                Infra.jdbcUrl(), Infra.databaseUser(), Infra.databasePassword());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery("select inbox_partition, next_offset from progress")) {
      Map<Integer, Long> next = new HashMap<>();
      while (rows.next()) {
        next.put(rows.getInt(1), rows.getLong(2));
      }
      return next;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Object> broker() {
    return Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, Infra.bootstrapServers());
  }

  private static Map<TopicPartition, Long> ends(Admin admin)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> asked =
        IntStream.range(0, 4)
            .mapToObj(number -> new TopicPartition(Topics.inbox(MODULE), number))
            .collect(Collectors.toMap(partition -> partition, p -> OffsetSpec.latest()));
    Map<TopicPartition, Long> ends = new HashMap<>();
    admin
        .listOffsets(asked)
        .all()
        .get()
        .forEach((partition, end) -> ends.put(partition, end.offset()));
    return ends;
  }

  private static Map<Integer, Long> ends() {
    try (Admin admin = Admin.create(broker())) {
      return ends(admin).entrySet().stream()
          .filter(end -> end.getValue() > 0)
          .collect(Collectors.toMap(end -> end.getKey().partition(), Map.Entry::getValue));
    } catch (ExecutionException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void two_consumers_share_the_partitions() {
    await("each has two of the four", () -> shares().equals(List.of(2, 2)));
  }

  private List<Integer> shares() {
    return kafka.getConsumerChannels().stream()
        .filter(channel -> channel.startsWith("inbox"))
        .map(channel -> kafka.<String, byte[]>getConsumer(channel))
        .map(consumer -> consumer.getAssignments().await().atMost(TEN_SECONDS).size())
        .toList();
  }
}
