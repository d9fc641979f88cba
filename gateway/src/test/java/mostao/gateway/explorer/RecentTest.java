package mostao.gateway.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mostao.ao.message.Result;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecentTest {
  private static final Caller ANYBODY =
      new Caller(Optional.empty(), "127.0.0.1", new CompletableFuture<>());

  private record Settings(boolean enabled, int recent, long recentBytes)
      implements ExplorerSettings {}

  /** Reads are open, so that no process has to be known. */
  private static Recent recent(int records, long bytes) {
    ReadGuard open =
        new ReadGuard(true, null, Duration.ofHours(1), Clock.systemUTC(), ApiError::unknownProcess);
    return new Recent(new Settings(true, records, bytes), open, process -> Optional.empty());
  }

  private static void publish(Recent recent, int nonce, Result result) {
    OutboxRecord record =
        new OutboxRecord("process", "module", "m" + nonce, "Act", nonce, 1_000, "m0", 0, result);
    recent.record(
        new ConsumerRecord<>(
            Topics.outbox(Topics.HANDLE), 0, nonce, "process", Wire.encode(record)));
  }

  private static JsonNode seen(Recent recent, long after) {
    return recent.seen(after, ANYBODY).fold(given -> given, refused -> null);
  }

  @Test
  void theNewestComesFirstAndEachOnce() {
    Recent recent = recent(10, 1_000_000);
    publish(recent, 0, Result.said("done"));
    publish(recent, 1, Result.said("done"));
    JsonNode first = seen(recent, 0);
    assertThat(first.path("entries").findValuesAsText("nonce")).containsExactly("1", "0");
    long last = first.path("last").asLong();
    assertThat(seen(recent, last).path("entries")).isEmpty();
    publish(recent, 2, Result.failed("broken"));
    JsonNode next = seen(recent, last);
    assertThat(next.path("entries").findValuesAsText("nonce")).containsExactly("2");
    assertThat(next.path("entries").get(0).path("failed").asText()).isEqualTo("broken");
    // As after a restart of this gateway, or from another one.
    assertThat(seen(recent, 1_000_000).path("entries")).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({"3, 1000000, 3", "100, 400, 2"})
  void whatIsKeptIsBoundedInRecordsAndBytes(int records, long bytes, int most) {
    Recent recent = recent(records, bytes);
    for (int nonce = 0; nonce < 50; nonce++) {
      publish(recent, nonce, Result.said("done"));
    }
    assertThat(seen(recent, 0).path("entries")).hasSizeBetween(1, most);
    assertThat(seen(recent, 0).at("/entries/0/nonce").asInt()).isEqualTo(49);
  }

  @Test
  void anAnswerHasAHundred() {
    Recent recent = recent(1_000, 1_000_000);
    for (int nonce = 0; nonce < 150; nonce++) {
      publish(recent, nonce, Result.said("done"));
    }
    assertThat(seen(recent, 0).path("entries")).hasSize(100);
    assertThat(seen(recent, 0).at("/entries/0/nonce").asInt()).isEqualTo(149);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1000, mostao.explorer.recent", "1000, -1, mostao.explorer.recent-bytes"})
  void lessThanNothingIsRefusedAtTheStart(int records, long bytes, String setting) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> recent(records, bytes))
        .withMessageContaining(setting);
  }

  @Test
  void whatIsNoRecordIsPassedOver() {
    Recent recent = recent(10, 1_000_000);
    recent.record(
        new ConsumerRecord<>(Topics.outbox(Topics.HANDLE), 0, 0, "process", new byte[] {'{'}));
    recent.record(new ConsumerRecord<>(Topics.outbox(Topics.HANDLE), 0, 1, null, null));
    publish(recent, 0, Result.said("done"));
    assertThat(seen(recent, 0).path("entries")).hasSize(1);
  }
}
