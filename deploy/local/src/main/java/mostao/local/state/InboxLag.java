package mostao.local.state;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a service is, in records of its inbox.
 *
 * @param evaluated of all partitions, as the database says
 * @param published of all partitions, as the consumer group has committed
 * @param end of all partitions of the inbox
 */
public record InboxLag(long evaluated, long published, long end) {
  private static final long ANSWER_SECONDS = 20;

  /** Whether everything the inbox holds is evaluated and published. */
  public boolean isDone() {
    return evaluated == end && published == end;
  }

  /**
   * Asks the broker and the database.
   *
   * @param connection with the service's schema as the current one
   */
  static InboxLag of(String module, String bootstrapServers, Connection connection)
      throws SQLException, InterruptedException {
    String topic = Topics.inbox(module);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      Map<TopicPartition, OffsetSpec> asked =
          get(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic).partitions().stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      long end =
          get(admin.listOffsets(asked).all()).values().stream().mapToLong(o -> o.offset()).sum();
      Map<TopicPartition, OffsetAndMetadata> committed =
          new HashMap<>(
              get(
                  admin
                      .listConsumerGroupOffsets(Topics.group(module))
                      .partitionsToOffsetAndMetadata()));
      long published =
          committed.entrySet().stream()
              .filter(one -> one.getValue() != null && asked.containsKey(one.getKey()))
              .mapToLong(one -> one.getValue().offset())
              .sum();
      return new InboxLag(evaluated(connection), published, end);
    }
  }

  /** 0 while the tables are not made yet. */
  private static long evaluated(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet there = statement.executeQuery("select to_regclass('progress') is not null")) {
      there.next();
      if (!there.getBoolean(1)) {
        return 0;
      }
    }
    try (Statement statement = connection.createStatement();
        ResultSet sum =
            statement.executeQuery("select coalesce(sum(next_offset), 0) from progress")) {
      sum.next();
      return sum.getLong(1);
    }
  }

  private static <T> T get(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the broker did not answer: " + e, e);
    }
  }
}
