package mostao.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A registration, and the establishment of a session, goes over several processes. If one of their
 * programs dies, at any step, the saga completes when it is back, without another request.
 */
@ExtendWith(FaultSystem.class)
class SagaIT {
  /** From the moment the one that died is ready again. */
  private static final Duration COMPLETE = Duration.ofSeconds(30);

  @ParameterizedTest
  @EnumSource(names = "CHAT_LIST_EVALUATED")
  void aSessionIsEstablishedByItself(SagaStep killed) throws Exception {
    establish(killed);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("registration")
  void aRegistrationCompletesByItself(SagaStep killed) throws Exception {
    register(killed);
  }

  @Tag("nightly")
  @ParameterizedTest
  @MethodSource("establishment")
  void aSessionIsEstablishedByItselfWhereverThatWasInterrupted(SagaStep killed) throws Exception {
    establish(killed);
  }

  static Stream<SagaStep> registration() {
    return Stream.of(
        SagaStep.REGISTER_EVALUATED,
        SagaStep.REGISTER_PUBLISHED,
        SagaStep.PROCESS_ON_ITS_INBOX,
        SagaStep.PROCESS_LISTED,
        SagaStep.SPAWNED_PUSHED,
        SagaStep.HANDLE_BORN,
        SagaStep.HANDLE_BIRTH_PUBLISHED,
        SagaStep.SPAWNED_EVALUATED,
        SagaStep.SPAWNED_PUBLISHED,
        SagaStep.REGISTERED_SIGNED);
  }

  static Stream<SagaStep> establishment() {
    return Stream.of(
        SagaStep.ESTABLISH_EVALUATED,
        SagaStep.ESTABLISH_PUBLISHED,
        SagaStep.PROCESS_ON_ITS_INBOX,
        SagaStep.PROCESS_LISTED,
        SagaStep.SPAWNED_PUSHED,
        SagaStep.SESSION_BORN,
        SagaStep.SESSION_BIRTH_PUBLISHED,
        SagaStep.SPAWNED_EVALUATED,
        SagaStep.SPAWNED_PUBLISHED,
        SagaStep.CHAT_LISTS_SIGNED,
        SagaStep.CHAT_LIST_EVALUATED,
        SagaStep.CHAT_LIST_PUBLISHED,
        SagaStep.ANSWER_SIGNED,
        SagaStep.ANSWER_EVALUATED,
        SagaStep.ANSWER_PUBLISHED,
        SagaStep.ESTABLISHED_SIGNED);
  }

  private static void register(SagaStep killed) throws Exception {
    try (Load load = Load.start(1)) {
      GatewayClient door = new GatewayClient(List.of(FaultSystem.door()));
      String registry = registry();
      Person person =
          interrupted(killed, () -> Person.registered(door, registry, "saga-" + unique()));
      assertThat(person.handle()).isNotEmpty();
      load.awaitAccepted(10);
      Judge.settle(load);
    }
  }

  private static void establish(SagaStep killed) throws Exception {
    try (Load load = Load.start(1)) {
      GatewayClient door = new GatewayClient(List.of(FaultSystem.door()));
      String registry = registry();
      String name = "saga-" + unique();
      Person one = Person.registered(door, registry, name + "-a");
      Person other = Person.registered(door, registry, name + "-b");
      // The last word of their births is said.
      load.awaitAccepted(10);
      String session = interrupted(killed, () -> one.sessionWith(other, registry));
      assertThat(session).isNotEmpty();
      load.awaitAccepted(10);
      Judge.settle(load);
    }
  }

  /** The outcome of the saga, though a program dies in the middle of it. */
  private static <T> T interrupted(SagaStep killed, Callable<T> saga) throws Exception {
    InjectedRecord.Trap trap = new InjectedRecord.Trap(killed);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<T> result = thread.submit(saga);
      trap.spring().start();
      return result.get(COMPLETE.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      thread.shutdownNow();
    }
  }

  private static String registry() throws Exception {
    try (AoClient client = new AoClient(FaultSystem.door(), WalletType.ED25519.create())) {
      return client.info().registry();
    }
  }

  private static String unique() {
    return UUID.randomUUID().toString().replace("-", "").substring(0, 12);
  }
}
