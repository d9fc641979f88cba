package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

/** What a wallet may try to be taken for at the door; each test is named after the attack. */
class ForgeryTest {
  private static final String PROCESS = "P".repeat(42) + "A";
  private static final int EVE = 2;

  private final Deployment deployment = TestAuthority.deployment();
  private final Screening screening = new Screening(deployment, Set.of("registry"));

  @Test
  void forgedFromProcess() {
    assertThat(denied(message("From-Process", PROCESS)).code()).isEqualTo("Forged");
  }

  @Test
  void emptyFromProcess() {
    assertThat(denied(message("From-Process", "")).code()).isEqualTo("Forged");
  }

  @Test
  void duplicateFromProcess() {
    String own = TestAuthority.signer(EVE).address();
    assertThat(denied(message("From-Process", own, "From-Process", PROCESS)).code())
        .isEqualTo("Forged");
  }

  @Test
  void fromProcessNamingTheSignerHimself() {
    assertThat(denied(message("From-Process", TestAuthority.signer(EVE).address())).code())
        .isEqualTo("Forged");
  }

  @Test
  void forgedAuthority() {
    String authority = deployment.authority().address();
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
        .isEqualTo("Forged");
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
    speaksForItself(message(name, deployment.authority().address()));
  }

  @Test
  void twoTypes() {
    // Whatever stands outside the ao section does not count, and inside it the first does.
    assertThat(given(item(PROCESS, "Type", "Process", "Data-Protocol", "ao", "Type", "Message")))
        .isInstanceOf(Screened.Message.class);
    assertThat(
            denied(item(PROCESS, "Data-Protocol", "ao", "Type", "Process", "Type", "Message"))
                .code())
        .isEqualTo("SpawnRefused");
    assertThat(
            denied(item(PROCESS, "Data-Protocol", "ao", "Type", "Assignment", "Type", "Message"))
                .code())
        .isEqualTo("NotAo");
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
      assertThat(denied(item(PROCESS, tags)).code()).as(tags.toString()).isEqualTo("NotAo");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dry-Run", "dry-run", "DRY-RUN"})
  void signedDryRunPostedAsAMessage(String name) {
    Refused refused = denied(message("Action", "ProfileUpdate", "Timestamp", "1", name, "true"));
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.error()).contains("/dry-run");
  }

  @Test
  void processItemForAnotherDeployment() {
    String other = new Deployment(TestAuthority.other()).moduleId("registry");
    assertThat(denied(birth(other, deployment.authority().address())).code())
        .isEqualTo("SpawnRefused");
    Refused refused =
        denied(birth(deployment.moduleId("registry"), TestAuthority.other().address()));
    assertThat(refused.error()).startsWith("Tag 'Scheduler':");
  }

  @Test
  void processItemOfAModuleThatOnlyARegistrySpawns() {
    for (String module : List.of("handle", "session")) {
      assertThat(
              denied(birth(deployment.moduleId(module), deployment.authority().address())).code())
          .isEqualTo("SpawnRefused");
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
    return Draft.empty().to(target).tags(tags).data("d").sign(TestAuthority.signer(EVE)).orThrow();
  }

  private Screened given(VerifiedItem item) {
    Answer<Screened> answer = screening.screen(item);
    assertThat(answer).isInstanceOf(Answer.Given.class);
    return ((Answer.Given<Screened>) answer).value();
  }

  private Refused denied(VerifiedItem item) {
    Answer<Screened> answer = screening.screen(item);
    assertThat(answer).isInstanceOf(Answer.Denied.class);
    return ((Answer.Denied<Screened>) answer).refused();
  }
}
