package mostao.ao.kafka.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.BrokerUnavailable;
import mostao.ao.message.Tags;
import mostao.ao.wire.DeploymentRecord;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class DirectoryTest {
  private static final TopicPartition PARTITION = new TopicPartition("ao.processes", 0);
  private static final String PROCESS = "P".repeat(42) + "A";

  private static final Ed25519Signer AUTHORITY = TestDeployment.signer(1);

  private final List<CompletableFuture<Map<Integer, Long>>> questions = new ArrayList<>();
  private final Directory directory = directory(60_000);

  private Directory directory(long timeoutMs) {
    return directory(timeoutMs, 100);
  }

  private Directory directory(long timeoutMs, int most) {
    return new Directory(
        () -> {
          CompletableFuture<Map<Integer, Long>> question = new CompletableFuture<>();
          questions.add(question);
          return question;
        },
        new Directory.Settings(
            "test", Duration.ofMillis(timeoutMs), Optional.of(AUTHORITY.address()), most),
        new Verifier()::read,
        () -> {});
  }

  @Test
  void aLookUpSeesWhatWasRecordedBeforeIt() {
    CompletableFuture<Optional<ProcessEntry>> found = future(directory.lookUp(PROCESS));
    questions.get(0).complete(Map.of(0, 5L));
    assertThat(found).isNotDone();
    read(PROCESS, "handle", 4);
    assertThat(found).isNotDone();
    directory.position(PARTITION, 5);
    assertThat(found)
        .isCompletedWithValue(Optional.of(ProcessEntry.of(PROCESS, "handle", "module", "owner")));
  }

  @Test
  void aKnownProcessNeedsNoQuestion() {
    read(PROCESS, "handle", 0);
    assertThat(future(directory.lookUp(PROCESS))).isCompleted();
    assertThat(questions).isEmpty();
  }

  /** Or the time of the answer would tell that there is one. */
  @Test
  void aProcessThatDoesNotExistForACallerIsLookedForLikeOneThatNeverWas() {
    read(PROCESS, "session", 0);
    CompletableFuture<Optional<ProcessEntry>> found =
        future(directory.lookUp(PROCESS, process -> false));
    assertThat(found).isNotDone();
    directory.position(PARTITION, 1);
    questions.get(0).complete(Map.of(0, 1L));
    assertThat(found.join()).isEmpty();
    assertThat(directory.catchUps()).isOne();
  }

  @Test
  void whatCantBeAProcessNeedsNoQuestion() {
    assertThat(future(directory.lookUp("0xAbc")).join()).isEmpty();
    assertThat(questions).isEmpty();
  }

  @Test
  void anUnknownProcessIsMissingOnceTheEndIsRead() {
    CompletableFuture<Optional<ProcessEntry>> found = future(directory.lookUp(PROCESS));
    directory.position(PARTITION, 0);
    questions.get(0).complete(Map.of(0, 0L));
    assertThat(found.join()).isEmpty();
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
  void aFailedReadIsAnUnavailableBrokerAndTheNextReadsAgain() {
    CompletableFuture<Void> failed = future(directory.catchUp());
    questions.get(0).completeExceptionally(new IllegalStateException("away"));
    assertThatThrownBy(failed::join).hasCauseInstanceOf(BrokerUnavailable.class);
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
    assertThatThrownBy(() -> late.get(10, TimeUnit.SECONDS))
        .hasCauseInstanceOf(BrokerUnavailable.class);
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
  void aProcessThatIsRecordedAgainIsOne() {
    read(PROCESS, "handle", 0);
    read(PROCESS, "handle", 7);
    assertThat(directory.size()).isEqualTo(1);
    assertThat(directory.open().after(-1, one -> true, 9)).containsExactly(0L);
    assertThat(directory.newest(0)).isEqualTo(7);
  }

  @Test
  void whoseRegistriesThereAreIsKnown() {
    read(PROCESS, "registry", 0);
    assertThat(directory.registries()).isEqualTo(Map.of(PROCESS, "owner"));
  }

  @Test
  void beyondTheLimitNoneAreBornAndThoseUnderWayAreKept() {
    Directory small = directory(1_000, 3);
    int room = 3 + 3;
    for (int i = 0; i < room; i++) {
      assertThat(small.hasRoomFor(1)).isEqualTo(i < 3);
      small.record(record("p" + i, encoded("p" + i, "session"), i));
    }
    assertThat(small.hasRoomFor(0)).isFalse();
    assertThat(small.leftOut()).isZero();
    small.record(record("one more", encoded("one more", "session"), room));
    small.record(record("p5", encoded("p5", "session"), room + 1L));
    assertThat(small.leftOut()).isEqualTo(1);
    assertThat(small.size()).isEqualTo(room);
    assertThat(small.find("one more")).isEmpty();
    assertThat(small.find("p" + (room - 1))).isPresent();
  }

  @Test
  void aLimitThatTheHeapHasNoRoomForIsRefused() {
    Directory.Settings million =
        new Directory.Settings("test", Duration.ofSeconds(1), Optional.empty(), 1_000_000);
    assertThat(million.in(64_000_000)).isEqualTo(million);
    assertThatThrownBy(() -> million.in(63_999_999))
        .hasMessageContaining("mostao.directory.processes is 1000000")
        .hasMessageContaining("63999999");
    for (int wrong : new int[] {0, -1, Directory.MOST + 1}) {
      assertThatThrownBy(
              () -> new Directory.Settings("test", Duration.ZERO, Optional.empty(), wrong))
          .hasMessageContaining(Integer.toString(wrong));
    }
  }

  @Test
  void theLastDeploymentThatHoldsCounts() {
    assertThat(directory.deployment()).isEmpty();
    Deployment first = TestDeployment.of(AUTHORITY, "first");
    directory.record(deployment(first.record(), 0));
    assertThat(directory.deployment().orElseThrow().registry()).isEqualTo(first.registry());
    Deployment second = TestDeployment.of(AUTHORITY, "second");
    directory.record(deployment(second.record(), 1));
    assertThat(directory.deployment().orElseThrow().registry()).isEqualTo(second.registry());
    assertThat(directory.size()).isZero();
  }

  @Test
  void aDeploymentOfAnotherAuthorityIsNotBelieved() {
    Ed25519Signer other = TestDeployment.signer(9);
    directory.record(deployment(TestDeployment.of(other, "s").record(), 0));
    assertThat(directory.deployment()).isEmpty();
  }

  @Test
  void aDeploymentWithForeignItemsIsNotBelieved() {
    Deployment own = TestDeployment.of(AUTHORITY, "s");
    Deployment foreign = TestDeployment.of(TestDeployment.signer(9), "s");
    directory.record(
        deployment(
            new DeploymentRecord(
                own.authority(), foreign.record().registry(), own.record().modules()),
            0));
    directory.record(
        deployment(
            new DeploymentRecord(own.authority(), own.record().registry(), Map.of("handle", "aA")),
            1));
    directory.record(record(DeploymentRecord.KEY, "no json".getBytes(StandardCharsets.UTF_8), 2));
    assertThat(directory.deployment()).isEmpty();
  }

  @Test
  void aDeploymentKnowsItsModulesByNameAndById() {
    Deployment deployment = TestDeployment.of(AUTHORITY, "s");
    String handle = deployment.moduleId("handle");
    assertThat(deployment.moduleOf("handle")).contains("handle");
    assertThat(deployment.moduleOf(handle)).contains("handle");
    assertThat(deployment.moduleOfId(handle)).contains("handle");
    assertThat(deployment.moduleOfId("handle")).isEmpty();
    assertThat(deployment.moduleOf("token")).isEmpty();
    assertThat(deployment.registryScheduler()).isEqualTo("s");
  }

  @Test
  void aBirthIsOneItemInTwoRecords() {
    VerifiedItem item = TestDeployment.of(AUTHORITY, "s").registry();
    Birth birth = Birth.of(item, "registry", item.owner(), Optional.empty());
    assertThat(birth.inbox().topic()).isEqualTo("ao.registry.inbox");
    assertThat(birth.inbox().key()).isEqualTo(item.id());
    assertThat(birth.listing().topic()).isEqualTo("ao.processes");
    assertThat(birth.listing().key()).isEqualTo(item.id());
    directory.record(record(item.id(), birth.listing().value(), 0));
    assertThat(directory.find(item.id())).contains(birth.entry());
    assertThat(birth.entry().moduleId())
        .isEqualTo(TestDeployment.of(AUTHORITY, "s").moduleId("registry"));
  }

  private static ConsumerRecord<String, byte[]> deployment(DeploymentRecord record, long offset) {
    return record(DeploymentRecord.KEY, Wire.encode(record), offset);
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
