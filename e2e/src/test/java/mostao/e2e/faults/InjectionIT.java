package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.wire.Topics;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Records injected by another program, and offsets reset by an operator, have no second effect.
 * Comes first: to turn back offsets is to read all again, and the later the longer; beyond the
 * backlog's limit the door is closed meanwhile.
 */
@Order(1)
@ExtendWith(FaultSystem.class)
class InjectionIT {
  private static final Duration GROUP_EMPTY = Duration.ofSeconds(30);

  /** The messenger pushes everything again; this many a second at least. */
  private static final int PUSHED_AGAIN_PER_SECOND = 200;

  @Test
  void injectedRecordsAreDeadLettersOrHaveNoEffect() throws Exception {
    try (Load load = Load.start(3);
        RecordInjector intruder = new RecordInjector(4)) {
      for (int round = 0; round < 3 * FaultSystem.scale(); round++) {
        intruder.onInboxes(80);
        LoadRecord.fault("injected into inboxes");
        intruder.onOutboxes(80);
        LoadRecord.fault("injected into outboxes");
      }
      load.awaitAccepted(60);
      assertThat(intruder.letters()).isGreaterThan(200);
      Judge.settle(load, new Judge.Expected(intruder.letters(), 0));
    }
  }

  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(strings = {Topics.REGISTRY, Topics.HANDLE, Topics.SESSION})
  void aServiceWithResetOffsetsRepeatsNothing(String module) throws Exception {
    try (Load load = Load.start(3)) {
      load.awaitAccepted(100);
      ServiceProcess service = FaultSystem.stack().service(module);
      service.stop();
      load.awaitAccepted(50);
      long evaluated = evaluated(module);
      long published = end(Topics.outbox(module));
      resetToZero("ao-" + module, List.of(Topics.inbox(module)));
      service.start();
      LoadRecord.over("offsets of " + module + " reset to zero");
      load.awaitAccepted(100);
      Judge.settle(load);
      // Of each partition's last batch it is not known yet that it was published, so it is again.
      long again = end(Topics.outbox(module)) - published - (evaluated(module) - evaluated);
      assertThat(again).isBetween(0L, evaluated / 2);
    }
  }

  @Tag("nightly")
  @Test
  void aMessengerWithResetOffsetsPushesAgainWithoutASecondEffect() throws Exception {
    try (Load load = Load.start(3)) {
      load.awaitAccepted(100);
      ServiceProcess messenger = FaultSystem.stack().service("messenger");
      messenger.stop();
      List<String> outboxes = Topics.MODULES.stream().map(Topics::outbox).toList();
      long again = 0;
      for (String outbox : outboxes) {
        again += end(outbox);
      }
      resetToZero("gateway-messenger", outboxes);
      LoadRecord.fault("offsets of the messenger reset to zero");
      messenger.start();
      load.awaitAccepted(100);
      load.stop();
      Lag.awaitNone(Judge.RECOVERY.plusSeconds(again / PUSHED_AGAIN_PER_SECOND));
      Judge.settle(load);
    }
  }

  @Test
  void aHandlerThatAlwaysThrowsOnlyGivesItsSendersAnError() throws Exception {
    try (Load load = Load.start(3)) {
      load.awaitAccepted(30);
      InjectedRecord.bug(
          FaultSystem.stack().service("handle"),
          "mostao.handle.action.MarkViewed",
          "perform(Request)");
      LoadRecord.fault("a handler always throws");
      GatewayClient door = new GatewayClient(List.of(FaultSystem.door()));
      int failed = 0;
      try (AoClient client = new AoClient(FaultSystem.door(), WalletType.ED25519.create())) {
        for (int round = 0; round < 5; round++) {
          for (Pair pair : load.pairs()) {
            Person person = pair.one();
            VerifiedItem item = person.item(person.handle(), "MarkViewed", pair.session());
            door.post(item);
            Result result = client.result(item.id(), person.handle());
            assertThat(result.error()).hasValueSatisfying(e -> assertThat(e).contains("failed"));
            assertThat(result.messages()).isEmpty();
            failed++;
          }
          load.awaitAccepted(20);
        }
      }
      FaultSystem.restart("handle", Map.of(), List.of());
      load.awaitAccepted(50);
      Judge.settle(load, new Judge.Expected(0, failed));
    }
  }

  private static void resetToZero(String group, List<String> topics) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()))) {
      Map<TopicPartition, OffsetAndMetadata> zero =
          partitions(admin, topics).stream()
              .collect(Collectors.toMap(Function.identity(), any -> new OffsetAndMetadata(0)));
      // The broker refuses while it believes that a member is there.
      Waiting.until(
          GROUP_EMPTY,
          "offsets of " + group + " are reset",
          () -> {
            admin.alterConsumerGroupOffsets(group, zero).all().get();
            return null;
          });
    }
  }

  private static List<TopicPartition> partitions(Admin admin, List<String> topics)
      throws Exception {
    return admin.describeTopics(topics).allTopicNames().get().values().stream()
        .flatMap(
            topic ->
                topic.partitions().stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition())))
        .toList();
  }

  private static long end(String topic) throws Exception {
    try (Admin admin =
        Admin.create(
            Map.of("bootstrap.servers", FaultSystem.stack().broker().bootstrapServers()))) {
      Map<TopicPartition, OffsetSpec> asked =
          partitions(admin, List.of(topic)).stream()
              .collect(Collectors.toMap(Function.identity(), any -> OffsetSpec.latest()));
      return admin.listOffsets(asked).all().get().values().stream()
          .mapToLong(found -> found.offset())
          .sum();
    }
  }

  private static long evaluated(String module) throws Exception {
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from " + module + ".evaluation")) {
      row.next();
      return row.getLong(1);
    }
  }
}
