package mostao.messenger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Tag;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.Test;

class FixedItemsTest {
  private final Deployment deployment = TestAuthority.deployment();

  @Test
  void theSameWalletHasTheSameIdsForEver() {
    // Written down once, when the authority was the scheduler too: if a fixed tag changes, every
    // deployment forgets its Registry.
    Authority authority = TestAuthority.authority();
    Deployment deployment = FixedItems.of(authority, authority.address());
    assertThat(deployment.moduleIds())
        .containsOnly(
            Map.entry("registry", "t6ChceSQJ7hzgx8danMenC2jAbGGBr9UVPr5Pz8PNBg"),
            Map.entry("handle", "e1gMUGc8oKgdeeb3H9kP9z4FIB3_AFAMvCYLa4fK0rI"),
            Map.entry("session", "q8OrpOBEb68aNgC1tiyqG3tdBtvFcE9qHQtGAl3knjE"));
    assertThat(deployment.registry().id()).isEqualTo("-vy-r-pOsnkWlAGIzgajoNMmWf5dWVxpfbIyXbIqlWg");
  }

  @Test
  void anotherWalletHasOtherIds() {
    Deployment other =
        FixedItems.of(new Authority(TestAuthority.signer(3)), TestAuthority.SCHEDULER);
    assertThat(other.registry().id()).isNotEqualTo(deployment.registry().id());
    assertThat(other.moduleIds().values())
        .doesNotContainAnyElementsOf(deployment.moduleIds().values());
  }

  @Test
  void theRegistryTrustsTheAuthority() {
    String authority = deployment.authority();
    assertThat(deployment.registry().tags().list())
        .isEqualTo(
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", "Process"),
                new Tag("Module", deployment.moduleId(Topics.REGISTRY)),
                new Tag("Scheduler", TestAuthority.SCHEDULER),
                new Tag("Authority", authority),
                new Tag("Name", "registry")));
    assertThat(deployment.registry().targetId()).isEmpty();
    assertThat(deployment.registry().item().anchor()).isEmpty();
  }

  @Test
  void anotherSchedulerHasAnotherRegistryAndTheSameModules() {
    Deployment other = FixedItems.of(TestAuthority.authority(), TestAuthority.signer(4).address());
    assertThat(other.registry().id()).isNotEqualTo(deployment.registry().id());
    assertThat(other.moduleIds()).isEqualTo(deployment.moduleIds());
  }

  @Test
  void theSecretIsNotInAnyText() {
    assertThat(TestAuthority.authority().toString())
        .isEqualTo("Authority " + deployment.authority());
  }
}
