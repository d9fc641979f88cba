package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Tags;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.fixture.TestDeployment;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScreeningTest {
  private static final String PROCESS = "P".repeat(42) + "A";
  private static final int WALLET = 2;
  private static final int AUTHORITY = 1;
  private static final String SCHEDULER = TestWallets.signer(9).address();

  private final Deployment deployment = TestDeployment.scheduledBy(SCHEDULER);
  private final Screening screening = screening();
  private final Screening open = screening("handle");

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
    ApiError refused =
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
    assertThat(refused.code()).isEqualTo(ErrorCode.FORGED);
    assertThat(refused.error()).contains(TestWallets.signer(WALLET).address());
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
      ApiError refused =
          denied(screening.screen(item(WALLET, PROCESS, "Data-Protocol", "ao", "Type", type)));
      assertThat(refused.code()).isEqualTo(ErrorCode.NOT_AO);
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
    VerifiedItem birth = birth(deployment.moduleId("handle"), SCHEDULER);
    assertThat(denied(screening.screen(birth)).code()).isEqualTo(ErrorCode.SPAWN_REFUSED);
    assertThat(given(open.screen(birth)))
        .isEqualTo(new Screened.NewProcess(birth, birth.owner(), "handle"));
  }

  @Test
  void onlyOpenModulesOfOursCanBeSpawned() {
    for (String module :
        new String[] {deployment.moduleId("session"), "M".repeat(42) + "A", "handle", ""}) {
      assertThat(denied(open.screen(birth(module, SCHEDULER))).code())
          .isEqualTo(ErrorCode.SPAWN_REFUSED);
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
                            SCHEDULER)))
                .error())
        .contains("has target");
  }

  @Test
  void anUnknownModuleInTheSettingsIsRefusedAtStart() {
    assertThatThrownBy(() -> screening("token"))
        .hasMessageContaining("token")
        .hasMessageContaining("mostao.spawn.modules");
  }

  private Screening screening(String... modules) {
    return new Screening(
        TestDeployment.processes(deployment), known -> Set.of(SCHEDULER), Set.of(modules));
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
        .sign(TestWallets.signer(wallet))
        .orThrow();
  }

  private static Screened given(Reply<Screened> answer) {
    assertThat(answer).isInstanceOf(Reply.Given.class);
    return ((Reply.Given<Screened>) answer).value();
  }

  private static ApiError denied(Reply<Screened> answer) {
    assertThat(answer).isInstanceOf(Reply.Denied.class);
    return ((Reply.Denied<Screened>) answer).refused();
  }
}
