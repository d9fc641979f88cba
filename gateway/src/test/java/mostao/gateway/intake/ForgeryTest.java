package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

/** Items that pretend to be something else; each test is named after the attack. */
class ForgeryTest {
  private static final String PROCESS = "P".repeat(42) + "A";
  private static final int EVE = 2;
  private static final int SCHEDULER = 9;

  private final String scheduler = TestWallets.signer(SCHEDULER).address();
  private final Deployment deployment = TestDeployment.scheduledBy(scheduler);
  private final Screening screening =
      new Screening(
          TestDeployment.processes(deployment), known -> Set.of(scheduler), Set.of("registry"));

  @Test
  void forgedFromProcess() {
    assertThat(denied(message("From-Process", PROCESS)).code()).isEqualTo(ErrorCode.FORGED);
  }

  @Test
  void theSchedulersKeySpeaksForNoProcess() {
    for (String process : List.of(PROCESS, deployment.registry().id(), scheduler, "")) {
      VerifiedItem item =
          Draft.empty()
              .to(PROCESS)
              .tags(Tags.of("Data-Protocol", "ao", "Type", "Message"))
              .tag("From-Process", process)
              .data("d")
              .sign(TestWallets.signer(SCHEDULER))
              .orThrow();
      assertThat(denied(item).code()).as(process).isEqualTo(ErrorCode.FORGED);
    }
  }

  @Test
  void emptyFromProcess() {
    assertThat(denied(message("From-Process", "")).code()).isEqualTo(ErrorCode.FORGED);
  }

  @Test
  void duplicateFromProcess() {
    String own = TestWallets.signer(EVE).address();
    assertThat(denied(message("From-Process", own, "From-Process", PROCESS)).code())
        .isEqualTo(ErrorCode.FORGED);
  }

  @Test
  void fromProcessNamingTheSignerHimself() {
    assertThat(denied(message("From-Process", TestWallets.signer(EVE).address())).code())
        .isEqualTo(ErrorCode.FORGED);
  }

  @Test
  void forgedAuthority() {
    String authority = deployment.authority();
    assertThat(
            denied(
                    message(
                        "Authority",
                        authority,
                        "Owner",
                        authority,
                        "From-Module",
                        deployment.moduleId("registry"),
                        "From-Process",
                        deployment.registry().id()))
                .code())
        .isEqualTo(ErrorCode.FORGED);
    speaksForItself(message("Authority", authority, "From-Module", deployment.moduleId("handle")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"from-process", "FROM-PROCESS", "From-process", " From-Process", "From"})
  void fromProcessInAnotherSpelling(String name) {
    speaksForItself(message(name, PROCESS));
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "Owner", "Id", "Target", "Timestamp", "Nonce", "Pushed-For"})
  void tagsNamedAsWhatOnlyTheSystemSays(String name) {
    speaksForItself(message(name, deployment.authority()));
  }

  @Test
  void twoTypes() {
    // Whatever stands outside the ao section does not count, and inside it the first does.
    assertThat(given(item(PROCESS, "Type", "Process", "Data-Protocol", "ao", "Type", "Message")))
        .isInstanceOf(Screened.Message.class);
    assertThat(
            denied(item(PROCESS, "Data-Protocol", "ao", "Type", "Process", "Type", "Message"))
                .code())
        .isEqualTo(ErrorCode.SPAWN_REFUSED);
    assertThat(
            denied(item(PROCESS, "Data-Protocol", "ao", "Type", "Assignment", "Type", "Message"))
                .code())
        .isEqualTo(ErrorCode.NOT_AO);
  }

  @Test
  void protocolAndTypeInAnotherCase() {
    for (Tags tags :
        List.of(
            Tags.of("data-protocol", "ao", "Type", "Message"),
            Tags.of("Data-Protocol", "AO", "Type", "Message"),
            Tags.of("Data-Protocol", "ao", "type", "Message"),
            Tags.of("Data-Protocol", "ao", "TYPE", "Message"),
            Tags.of("Data-Protocol", "ao", "Type", "MESSAGE"))) {
      assertThat(denied(item(PROCESS, tags)).code())
          .as(tags.toString())
          .isEqualTo(ErrorCode.NOT_AO);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dry-Run", "dry-run", "DRY-RUN"})
  void signedDryRunPostedAsAMessage(String name) {
    ApiError refused = denied(message("Action", "ProfileUpdate", "Timestamp", "1", name, "true"));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_ITEM);
    assertThat(refused.error()).contains("/dry-run");
  }

  @Test
  void processItemForAnotherDeployment() {
    String other = TestDeployment.of(TestWallets.signer(3), scheduler).moduleId("registry");
    assertThat(denied(birth(other, scheduler)).code()).isEqualTo(ErrorCode.SPAWN_REFUSED);
    ApiError refused = denied(birth(deployment.moduleId("registry"), deployment.authority()));
    assertThat(refused.error()).startsWith("Tag 'Scheduler':");
  }

  @Test
  void processItemOfAModuleThatOnlyARegistrySpawns() {
    for (String module : List.of("handle", "session")) {
      assertThat(denied(birth(deployment.moduleId(module), scheduler)).code())
          .isEqualTo(ErrorCode.SPAWN_REFUSED);
    }
  }

  private void speaksForItself(VerifiedItem item) {
    Screened screened = given(item);
    assertThat(screened.from()).isEqualTo(item.owner());
  }

  private static VerifiedItem message(String... tags) {
    return item(PROCESS, Tags.of("Data-Protocol", "ao", "Type", "Message").and(Tags.of(tags)));
  }

  private static VerifiedItem birth(String module, String scheduler) {
    return item(
        "", "Data-Protocol", "ao", "Type", "Process", "Module", module, "Scheduler", scheduler);
  }

  private static VerifiedItem item(String target, String... tags) {
    return item(target, Tags.of(tags));
  }

  private static VerifiedItem item(String target, Tags tags) {
    return Draft.empty().to(target).tags(tags).data("d").sign(TestWallets.signer(EVE)).orThrow();
  }

  private Screened given(VerifiedItem item) {
    Reply<Screened> answer = screening.screen(item);
    assertThat(answer).isInstanceOf(Reply.Given.class);
    return ((Reply.Given<Screened>) answer).value();
  }

  private ApiError denied(VerifiedItem item) {
    Reply<Screened> answer = screening.screen(item);
    assertThat(answer).isInstanceOf(Reply.Denied.class);
    return ((Reply.Denied<Screened>) answer).refused();
  }
}
