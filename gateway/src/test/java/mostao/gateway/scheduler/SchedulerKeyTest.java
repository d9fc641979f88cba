package mostao.gateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Verifier;
import mostao.ao.assignment.Assignment;
import mostao.ao.assignment.Slot;
import mostao.gateway.fixture.TestDeployment;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.Test;

class SchedulerKeyTest {
  private static final Ed25519Signer PRESENT = TestWallets.signer(9);
  private static final String OLD = TestWallets.signer(8).address();
  private static final String AUTHORITY = TestDeployment.AUTHORITY.address();

  private final SchedulerKey key = new SchedulerKey(PRESENT, Set.of(OLD));

  @Test
  void theKeyThatTheRegistryNamesIsAnEarlierOne() {
    assertThat(key.known(TestDeployment.scheduledBy(AUTHORITY)))
        .containsExactly(PRESENT.address(), AUTHORITY, OLD);
    assertThat(key.known(TestDeployment.scheduledBy(PRESENT.address())))
        .containsExactly(PRESENT.address(), OLD);
  }

  @Test
  void anEarlierKeysAssignmentIsThatOfAKnownScheduler() {
    Set<String> known = key.known(TestDeployment.scheduledBy(AUTHORITY));
    for (Ed25519Signer signer : List.of(TestDeployment.AUTHORITY, PRESENT)) {
      String process = "P".repeat(42) + "A";
      Assignment made =
          Assignment.of(
              process,
              new Slot(0, 1_000, process, List.of()),
              Optional.empty(),
              draft -> draft.sign(signer));
      assertThat(new Verifier().verify(made.item().item()).orThrow().owner()).isIn(known);
    }
  }
}
