package mostao.messenger.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import mostao.ao.message.Tag;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.Test;

class DeploymentTest {
  private final Deployment deployment = TestAuthority.deployment();

  @Test
  void theSameWalletHasTheSameIdsForEver() {
    // Written down once: whoever changes a fixed tag makes every deployment forget its Registry.
    assertThat(deployment.moduleIds())
        .containsExactly(
            Map.entry("registry", "t6ChceSQJ7hzgx8danMenC2jAbGGBr9UVPr5Pz8PNBg"),
            Map.entry("handle", "e1gMUGc8oKgdeeb3H9kP9z4FIB3_AFAMvCYLa4fK0rI"),
            Map.entry("session", "q8OrpOBEb68aNgC1tiyqG3tdBtvFcE9qHQtGAl3knjE"));
    assertThat(deployment.registry().id()).isEqualTo("-vy-r-pOsnkWlAGIzgajoNMmWf5dWVxpfbIyXbIqlWg");
  }

  @Test
  void anotherWalletHasOtherIds() {
    Deployment other = new Deployment(new Authority(TestAuthority.signer(2)));
    assertThat(other.registry().id()).isNotEqualTo(deployment.registry().id());
    assertThat(other.moduleIds().values())
        .doesNotContainAnyElementsOf(deployment.moduleIds().values());
  }

  @Test
  void theRegistryTrustsAndIsScheduledByTheAuthority() {
    String authority = deployment.authority().address();
    assertThat(deployment.registry().tags())
        .isEqualTo(
            List.of(
                new Tag("Data-Protocol", "ao"),
                new Tag("Variant", "ao.TN.1"),
                new Tag("Type", "Process"),
                new Tag("Module", deployment.moduleId(Topics.REGISTRY)),
                new Tag("Scheduler", authority),
                new Tag("Authority", authority),
                new Tag("Name", "registry")));
    assertThat(deployment.registry().targetId()).isEmpty();
    assertThat(deployment.registry().item().anchor()).isEmpty();
  }

  @Test
  void modulesAreFoundByNameAndById() {
    String handle = deployment.moduleId(Topics.HANDLE);
    assertThat(deployment.moduleOf("handle")).contains("handle");
    assertThat(deployment.moduleOf(handle)).contains("handle");
    assertThat(deployment.moduleOfId(handle)).contains("handle");
    assertThat(deployment.moduleOfId("handle")).isEmpty();
    assertThat(deployment.moduleOf("token")).isEmpty();
  }

  @Test
  void theSecretIsNotInAnyText() {
    assertThat(deployment.authority().toString())
        .isEqualTo("Authority " + deployment.authority().address());
  }
}
