package mostao.gateway.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FlowTest {
  private static final TopicPartition INBOX = new TopicPartition(Topics.inbox(Topics.HANDLE), 0);

  private long now = 1_000_000;
  private final List<CompletableFuture<Questions.Answers>> asked = new ArrayList<>();
  private final Flow flow = new Flow(this::ask, new Now());

  private final class Now extends Clock {
    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(now);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private CompletableFuture<Questions.Answers> ask() {
    asked.add(new CompletableFuture<>());
    return asked.get(asked.size() - 1);
  }

  private static Questions.Answers answers(long end, long committed) {
    Map<String, OptionalLong> letters = new HashMap<>();
    Topics.MODULES.forEach(module -> letters.put(module, OptionalLong.empty()));
    return new Questions.Answers(
        Map.of(INBOX, new ListOffsetsResultInfo(end, -1, Optional.empty())),
        Map.of(Topics.group(Topics.HANDLE), Map.of(INBOX, new OffsetAndMetadata(committed))),
        new HashMap<>(),
        letters);
  }

  private static JsonNode handles(CompletionStage<JsonNode> figures) {
    for (JsonNode kind : figures.toCompletableFuture().join().path("kinds")) {
      if (kind.path("kind").asText().equals(Topics.HANDLE)) {
        return kind;
      }
    }
    throw new AssertionError("there are no handles");
  }

  @Test
  void theBrokerIsAskedOnceASecondHoweverManyLook() {
    CompletionStage<JsonNode> first = flow.look();
    now += 5_000;
    CompletionStage<JsonNode> second = flow.look();
    assertThat(asked).as("while it has not answered").hasSize(1);
    asked.get(0).complete(answers(9, 2));
    assertThat(handles(first)).isEqualTo(handles(second));

    flow.look();
    assertThat(asked).hasSize(2);
    asked.get(1).complete(answers(10, 10));
    now += 999;
    assertThat(handles(flow.look()).at("/inbox/records").asInt()).isEqualTo(10);
    assertThat(asked).hasSize(2);
    now += 1;
    flow.look();
    assertThat(asked).hasSize(3);
  }

  @Test
  void whatWaitsIsWhatWasNotCommitted() {
    CompletionStage<JsonNode> figures = flow.look();
    asked.get(0).complete(answers(9, 2));
    JsonNode handles = handles(figures);
    assertThat(handles.at("/inbox/records").asInt()).isEqualTo(9);
    assertThat(handles.at("/inbox/waiting").asInt()).isEqualTo(7);
    assertThat(handles.has("letters")).as("a number that may not be seen").isFalse();
    assertThat(handles.has("consumers")).as("a group that nobody joined").isFalse();
  }

  @Test
  void aBrokerThatDidNotAnswerIsAskedAgain() {
    CompletionStage<JsonNode> figures = flow.look();
    asked.get(0).completeExceptionally(new TimeoutException());
    assertThat(figures).isCompletedExceptionally();
    now += 1_000;
    CompletionStage<JsonNode> again = flow.look();
    asked.get(1).complete(answers(1, 0));
    assertThat(handles(again).at("/inbox/waiting").asInt()).isEqualTo(1);
  }
}
