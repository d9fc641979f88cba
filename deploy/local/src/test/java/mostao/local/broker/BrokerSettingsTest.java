package mostao.local.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerSettingsTest {
  @TempDir Path folder;

  /**
   * Or a messenger that was away would begin with what is left of the outboxes, and nobody would be
   * told of what is not. Of the other brokers {@code deploy/kubernetes} tests it.
   */
  @Test
  void offsets_are_kept_longer_than_outboxes() {
    String minutes =
        BrokerSettings.in(folder.resolve("kafka")).properties().get("offsets.retention.minutes");

    assertThat(Topics.MODULES)
        .extracting(module -> Topics.definition(Topics.outbox(module)).config().get("retention.ms"))
        .extracting(retention -> Duration.ofMillis(Long.parseLong(retention)))
        .allSatisfy(
            outbox -> assertThat(outbox).isLessThan(Duration.ofMinutes(Long.parseLong(minutes))));
  }

  /** As measured in PERFORMANCE.md, "A start" and "Memory". */
  @Test
  void a_broker_that_is_alone_says_little_and_forgets_what_it_has_answered() {
    assertThat(BrokerSettings.in(folder.resolve("kafka")).properties())
        .containsEntry("metadata.max.idle.interval.ms", "10000")
        .containsEntry("broker.heartbeat.interval.ms", "1500")
        .containsEntry("fetch.purgatory.purge.interval.requests", "100");
  }
}
