package mostao.ao.runtime.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.kafka.KafkaConsumer;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.kafka.ClientSettings;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A member of a group on the real broker, under each of the two protocols. */
class MembershipOnKafkaTest {
  private static final String MODULE = "idle";
  private static final String TOPIC = Topics.inbox(MODULE);

  private final Map<String, Object> broker = Map.of("bootstrap.servers", Infra.bootstrapServers());
  private final Admin admin = Admin.create(broker);
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final Map<TopicPartition, Long> received = new HashMap<>();
  private Consumer<String, byte[]> client;

  @BeforeAll
  static void topics() {
    Infra.makeTopicsOf(MODULE);
  }

  @AfterEach
  void close() {
    client.close();
    admin.close();
  }

  private Consumer<String, byte[]> client(String protocol) {
    Map<String, Object> all = new HashMap<>(ClientSettings.reader("idle", broker));
    all.put("group.id", "ao-idle-" + protocol);
    all.put("group.protocol", protocol);
    all.put("auto.offset.reset", "earliest");
    all.put("session.timeout.ms", "12000");
    all.put("heartbeat.interval.ms", "500");
    all.put(
        "partition.assignment.strategy",
        "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    return new org.apache.kafka.clients.consumer.KafkaConsumer<>(ClientSettings.groupMember(all));
  }

  /** Of the connector's consumer only what a membership needs; this thread is the polling one. */
  private KafkaConsumer<?, ?> connectors() {
    return (KafkaConsumer<?, ?>)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {KafkaConsumer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "unwrap" -> client;
                  case "runOnPollingThread" -> later(arguments[0]);
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  @SuppressWarnings("unchecked")
  private Uni<Object> later(Object action) {
    return Uni.createFrom()
        .completionStage(
            () -> {
              CompletableFuture<Object> done = new CompletableFuture<>();
              waiting.add(
                  () -> done.complete(((Function<Consumer<?, ?>, Object>) action).apply(client)));
              return done;
            });
  }

  private void pollUntil(String what, BooleanSupplier holds) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(end);
      client
          .poll(Duration.ofMillis(50))
          .forEach(
              record ->
                  received.merge(
                      new TopicPartition(record.topic(), record.partition()),
                      record.offset(),
                      Math::min));
      for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
        next.run();
      }
    }
  }

  private Map<Integer, Long> committed(String group) {
    try {
      return new TreeMap<>(
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get(20, TimeUnit.SECONDS)
              .entrySet()
              .stream()
              .collect(
                  Collectors.toMap(
                      entry -> entry.getKey().partition(), entry -> entry.getValue().offset())));
    } catch (Exception silent) {
      throw new IllegalStateException(silent);
    }
  }

  private void write(int partition) {
    Map<String, Object> settings = ClientSettings.producer("idle", broker, 1_000);
    try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(settings)) {
      producer.send(new ProducerRecord<>(TOPIC, partition, "k", new byte[1]));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"classic", "consumer"})
  void a_partition_without_a_record_has_an_offset_and_the_next_record_is_read(String protocol)
      throws Exception {
    client = client(protocol);
    long end = client.endOffsets(List.of(new TopicPartition(TOPIC, 2))).values().iterator().next();
    Membership membership =
        new Membership(
            connectors(),
            Duration.ZERO,
            asked -> asked.stream().collect(Collectors.toMap(Function.identity(), one -> 0L)));
    client.subscribe(
        List.of(TOPIC),
        new ConsumerRebalanceListener() {
          @Override
          public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            membership.partitionsAssigned(partitions);
            // Between the look at the partition and the commit.
            write(2);
          }

          @Override
          public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            membership.partitionsRevoked(partitions);
          }
        });
    String group = "ao-idle-" + protocol;
    pollUntil("every partition has an offset", () -> committed(group).size() == 4);
    assertThat(committed(group)).isEqualTo(Map.of(0, 0L, 1, 0L, 2, 0L, 3, 0L));
    assertThat(
            admin.describeConsumerGroups(List.of(group)).all().get(20, TimeUnit.SECONDS).get(group))
        .satisfies(found -> assertThat(found.type()).isEqualTo(GroupType.parse(protocol)));

    TopicPartition written = new TopicPartition(TOPIC, 2);
    pollUntil("the record is read", () -> received.containsKey(written));
    assertThat(received.get(written)).isZero();
    membership.commit(Map.of(written, end + 1));
    pollUntil("it is committed", () -> committed(group).get(2) == end + 1);
    assertThat(committed(group)).isEqualTo(Map.of(0, 0L, 1, 0L, 2, end + 1, 3, 0L));
  }
}
