package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tags;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.authority.Deployment;
import mostao.gateway.authority.TestAuthority;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreeningTest {
  private static final String PROCESS = "P".repeat(42) + "A";
  private static final int WALLET = 2;
  private static final int AUTHORITY = 1;

  private final Deployment deployment = TestAuthority.deployment();
  private final Screening screening = new Screening(deployment, Set.of());
  private final Screening open = new Screening(deployment, Set.of("handle"));

  @Test
  void aWalletsMessageSpeaksForTheWallet() {
    VerifiedItem item = item(WALLET, PROCESS, "Data-Protocol", "ao", "Type", "Message");
    assertThat(given(screening.screen(item)))
        .isEqualTo(new Screened.Message(item, item.owner(), PROCESS));
  }

  @Test
  void theAuthoritysPushSpeaksForTheProcess() {
    VerifiedItem item =
        item(
            AUTHORITY, PROCESS, "Data-Protocol", "ao", "Type", "Message", "From-Process", "sender");
    assertThat(given(screening.screen(item)).from()).isEqualTo("sender");
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry", ""})
  void nobodyElseSpeaksForAProcess(String claimed) {
    Refused refused =
        denied(
            screening.screen(
                item(
                    WALLET,
                    PROCESS,
                    "Data-Protocol",
                    "ao",
                    "Type",
                    "Message",
                    "From-Process",
                    claimed)));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("Forged");
    assertThat(refused.error()).contains(TestAuthority.signer(WALLET).address());
  }

  @Test
  void theTypeOfTheAoSectionCounts() {
    VerifiedItem item =
        item(
            WALLET,
            PROCESS,
            "Type",
            "X",
            "SDK",
            "aoconnect",
            "Data-Protocol",
            "ao",
            "Variant",
            "ao.TN.1",
            "Type",
            "Message");
    assertThat(given(screening.screen(item))).isInstanceOf(Screened.Message.class);
  }

  @Test
  void anotherProtocolOrTypeIsRefusedByName() {
    assertThat(denied(screening.screen(item(WALLET, PROCESS, "Type", "Message"))).error())
        .startsWith("Tag 'Data-Protocol':");
    assertThat(denied(screening.screen(item(WALLET, PROCESS, "Data-Protocol", "AO"))).error())
        .startsWith("Tag 'Data-Protocol':");
    for (String type : new String[] {"Foo", "message", "Module", "Assignment", ""}) {
      Refused refused =
          denied(screening.screen(item(WALLET, PROCESS, "Data-Protocol", "ao", "Type", type)));
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused.error()).startsWith("Tag 'Type':").contains("'" + type + "'");
    }
  }

  @Test
  void aMessageWithoutTargetIsRefused() {
    assertThat(
            denied(screening.screen(item(WALLET, "", "Data-Protocol", "ao", "Type", "Message")))
                .error())
        .contains("no target");
  }

  @Test
  void aWalletSpawnsNothingUnlessTheModuleIsOpen() {
    VerifiedItem birth = birth(deployment.moduleId("handle"), scheduler());
    assertThat(denied(screening.screen(birth)).code()).isEqualTo("SpawnRefused");
    assertThat(denied(screening.screen(birth)).status()).isEqualTo(403);
    assertThat(given(open.screen(birth)))
        .isEqualTo(new Screened.Birth(birth, birth.owner(), "handle"));
  }

  @Test
  void onlyOpenModulesOfOursCanBeSpawned() {
    for (String module :
        new String[] {deployment.moduleId("session"), "M".repeat(42) + "A", "handle", ""}) {
      assertThat(denied(open.screen(birth(module, scheduler()))).code()).isEqualTo("SpawnRefused");
    }
  }

  @Test
  void aProcessItemHasOurSchedulerAndNoTarget() {
    String module = deployment.moduleId("handle");
    assertThat(denied(open.screen(birth(module, "other"))).error()).startsWith("Tag 'Scheduler':");
    assertThat(
            denied(
                    open.screen(
                        item(
                            WALLET,
                            PROCESS,
                            "Data-Protocol",
                            "ao",
                            "Type",
                            "Process",
                            "Module",
                            module,
                            "Scheduler",
                            scheduler())))
                .error())
        .contains("has target");
  }

  @Test
  void anUnknownModuleInTheSettingsIsRefusedAtStart() {
    assertThatThrownBy(() -> new Screening(deployment, Set.of("token")))
        .hasMessageContaining("token")
        .hasMessageContaining("mostao.spawn.modules");
  }

  private String scheduler() {
    return deployment.authority().address();
  }

  private static VerifiedItem birth(String module, String scheduler) {
    return item(
        WALLET,
        "",
        "Data-Protocol",
        "ao",
        "Type",
        "Process",
        "Module",
        module,
        "Scheduler",
        scheduler);
  }

  private static VerifiedItem item(int wallet, String target, String... tags) {
    return Draft.empty()
        .to(target)
        .tags(Tags.of(tags))
        .data("d")
        .sign(TestAuthority.signer(wallet))
        .orThrow();
  }

  private static Screened given(Answer<Screened> answer) {
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Screened>) answer).value();
  }

  private static Refused denied(Answer<Screened> answer) {
    assertThat(answer).isInstanceOf(Answer.Denied.class);
    return ((Answer.Denied<Screened>) answer).refused();
  }
}
