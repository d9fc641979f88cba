package mostao.client.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageTraceTest {
  private final MessageTrace way = new MessageTrace();

  @Test
  void theHopsOfOneMessageAreFoundAmongOthersAndTimed() {
    // In the order of partitions, not of time, and mixed with another message's and a reply's.
    seen("ao.session.outbox", 1030, true, "pushed", "root", "S", "SendMessage");
    seen("ao.session.inbox", 1020, false, "pushed", "root", "S", "SendMessage");
    seen("ao.handle.inbox", 1005, false, "root", "root", "A", "RelayMessage");
    seen("ao.handle.inbox", 1006, false, "other", "other", "A", "RelayMessage");
    seen("ao.handle.inbox", 1040, false, "notice", "root", "B", "Notify");
    seen("ao.handle.inbox", 1041, false, "reply", "root", "A", "SendMessage-Response");
    seen("ao.handle.outbox", 1011, true, "root", "root", "A", "RelayMessage");
    assertThat(way.isWhole("root")).isFalse();
    seen("ao.handle.outbox", 1050, true, "notice", "root", "B", "Notify");

    assertThat(way.isWhole("root")).isTrue();
    assertThat(way.isWhole("other")).isFalse();
    List<Hop> hops = way.of("root", 1000, Map.of("A", "alice", "B", "bob"));
    assertThat(hops.stream().map(hop -> hop.topic() + " +" + hop.millis() + " " + hop.name()))
        .containsExactly(
            "ao.handle.inbox +5 alice",
            "ao.handle.outbox +6 alice",
            "ao.session.inbox +9 S",
            "ao.session.outbox +10 S",
            "ao.handle.inbox +10 bob",
            "ao.handle.outbox +10 bob");
    assertThat(way.accepted("root")).isEqualTo(Optional.of(1005L));
    assertThat(way.evaluated("root", "SendMessage")).isEqualTo(Optional.of(1030L));
    assertThat(way.evaluated("none", "SendMessage")).isEmpty();
  }

  @Test
  void garbageOnATopicIsPassedOver() {
    assertThat(TracedRecord.inbox("t", 0, 0, 0, new byte[] {1, 2})).isEmpty();
    assertThat(TracedRecord.outbox("t", 0, 0, 0, "{}".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  private void seen(
      String topic,
      long timestamp,
      boolean evaluated,
      String id,
      String root,
      String process,
      String action) {
    way.add(new TracedRecord(topic, 3, 14, timestamp, evaluated, id, root, process, action));
  }
}
