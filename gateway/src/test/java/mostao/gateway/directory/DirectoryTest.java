package mostao.gateway.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Wire;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Unavailable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final TopicPartition PARTITION = new TopicPartition("ao.processes", 0);
  private static final String PROCESS = "P".repeat(42) + "A";

  private final List<CompletableFuture<Map<Integer, Long>>> questions = new ArrayList<>();
  private final Directory directory = directory(60_000);

  private Directory directory(long timeoutMs) {
    return new Directory(
        () -> {
          CompletableFuture<Map<Integer, Long>> question = new CompletableFuture<>();
          questions.add(question);
          return question;
        },
        timeoutMs,
        () -> {});
  }

  @Test
  void aLookUpSeesWhatWasRecordedBeforeIt() {
    CompletableFuture<Answer<Listed>> found = future(directory.lookUp(PROCESS));
    questions.get(0).complete(Map.of(0, 5L));
    assertThat(found).isNotDone();
    read(PROCESS, "handle", 4);
    assertThat(found).isNotDone();
    directory.position(PARTITION, 5);
    assertThat(found)
        .isCompletedWithValue(Answer.given(new Listed(PROCESS, "handle", "module", "owner")));
  }

  @Test
  void aKnownProcessNeedsNoQuestion() {
    read(PROCESS, "handle", 0);
    assertThat(future(directory.lookUp(PROCESS))).isCompleted();
    assertThat(questions).isEmpty();
  }

  @Test
  void whatCantBeAProcessNeedsNoQuestion() {
    assertThat(future(directory.lookUp("0xAbc")).join()).isInstanceOf(Answer.Denied.class);
    assertThat(questions).isEmpty();
  }

  @Test
  void anUnknownProcessIsDeniedOnceTheEndIsRead() {
    CompletableFuture<Answer<Listed>> found = future(directory.lookUp(PROCESS));
    directory.position(PARTITION, 0);
    questions.get(0).complete(Map.of(0, 0L));
    assertThat(found.join())
        .isInstanceOfSatisfying(
            Answer.Denied.class,
            denied -> {
              assertThat(denied.refused().status()).isEqualTo(404);
              assertThat(denied.refused().error()).contains(PROCESS);
            });
  }

  @Test
  void callsDuringAQuestionShareTheNextOne() {
    CompletableFuture<Void> first = future(directory.catchUp());
    List<CompletableFuture<Void>> later = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      later.add(future(directory.catchUp()));
    }
    assertThat(questions).hasSize(1);
    directory.position(PARTITION, 3);
    questions.get(0).complete(Map.of(0, 3L));
    assertThat(first).isCompleted();
    // Their calls came after the question, whose answer may be older than what they must see.
    assertThat(later).noneMatch(CompletableFuture::isDone);
    assertThat(questions).hasSize(2);
    questions.get(1).complete(Map.of(0, 3L));
    assertThat(later).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aQuestionThatFailsIsAnUnavailableBrokerAndTheNextIsAskedAgain() {
    CompletableFuture<Void> failed = future(directory.catchUp());
    questions.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThatThrownBy(failed::join).hasCauseInstanceOf(Unavailable.class);
    assertThat(directory.ready()).isFalse();
    CompletableFuture<Void> next = future(directory.catchUp());
    directory.position(PARTITION, 0);
    questions.get(1).complete(Map.of(0, 0L));
    assertThat(next).isCompleted();
    assertThat(directory.ready()).isTrue();
  }

  @Test
  void nobodyWaitsForEver() {
    CompletableFuture<Void> late = future(directory(50).catchUp());
    assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(Unavailable.class);
  }

  @Test
  void whatIsNoProcessIsSkipped() {
    directory.record(record(PROCESS, null, 0));
    directory.record(record(PROCESS, "no json".getBytes(StandardCharsets.UTF_8), 1));
    directory.record(record("another key", encoded(PROCESS, "handle"), 2));
    assertThat(directory.find(PROCESS)).isEmpty();
    read(PROCESS, "handle", 3);
    directory.record(record(PROCESS, null, 4));
    assertThat(directory.find(PROCESS)).isPresent();
    assertThat(directory.size()).isEqualTo(1);
  }

  @Test
  void walletsAreRememberedUpToTheMost() {
    Wallets wallets = new Wallets(2);
    wallets.signed("a");
    wallets.signed("b");
    assertThat(wallets.contains("a")).isTrue();
    wallets.signed("c");
    assertThat(wallets.contains("a")).isTrue();
    assertThat(wallets.contains("b")).isFalse();
    assertThat(wallets.contains("c")).isTrue();
  }

  private void read(String process, String module, long offset) {
    directory.record(record(process, encoded(process, module), offset));
  }

  private static byte[] encoded(String process, String module) {
    return Wire.encode(new DirectoryRecord(process, module, "module", "owner", Tags.none()));
  }

  private static ConsumerRecord<String, byte[]> record(String key, byte[] value, long offset) {
    return new ConsumerRecord<>("ao.processes", 0, offset, key, value);
  }

  private static <T> CompletableFuture<T> future(CompletionStage<T> stage) {
    return stage.toCompletableFuture();
  }
}
