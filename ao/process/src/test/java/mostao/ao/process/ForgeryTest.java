package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import mostao.ao.message.Message;
import mostao.ao.message.Message.Provenance;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that pretend to be something else; each test is named after the attack. */
class ForgeryTest {
  private static final long NOW = 1_731_234_567_123L;
  private static final Env ENV =
      new Env("me", "owner", Tags.of("Authority", "authority", "Module", "m"), Rules.defaults());

  /** For the wallet alice alone. */
  private static final class Write implements Action<String, String> {
    @Override
    public Answer<String> perform(Request<String> request) {
      return request.isWallet("alice")
          ? Answer.reply(Json.success(), List.of("written"))
          : Answer.refused(Refusal.unauthorized("not alice: sign as alice"));
    }
  }

  private final ActionTable<String, String> table =
      ActionTable.<String, String>of("test", env -> "a name").on(new Write()).build();

  @Test
  void aliceHerselfMay() {
    assertThat(changes(message("alice", "alice", Provenance.ASSIGNED, "Action", "Write")))
        .containsExactly("written");
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "Owner", "from", "owner", "Id", "From-Process", "Authority"})
  void tagsThatNameSomebodyElse(String name) {
    assertThat(
            changes(message("eve", "eve", Provenance.ASSIGNED, "Action", "Write", name, "alice")))
        .isEmpty();
  }

  @Test
  void duplicateActionIsTheFirst() {
    assertThat(
            changes(
                message(
                    "alice", "alice", Provenance.ASSIGNED, "Action", "Info", "Action", "Write")))
        .isEmpty();
    assertThat(
            changes(
                message(
                    "alice", "alice", Provenance.ASSIGNED, "Action", "Write", "Action", "Info")))
        .containsExactly("written");
  }

  @ParameterizedTest
  @CsvSource({
    "action, Write",
    "ACTION, Write",
    "Action, write",
    "Action, WRITE",
    "Action, ' Write'"
  })
  void actionInAnotherCase(String name, String value) {
    assertThat(changes(message("alice", "alice", Provenance.ASSIGNED, name, value))).isEmpty();
  }

  @Test
  void pushOfAWalletThatIsNoAuthority() {
    assertThat(changes(message("alice", "eve", Provenance.ASSIGNED, "Action", "Write"))).isEmpty();
  }

  @Test
  void pushOfTheAuthorityInTheNameOfAWallet() {
    assertThat(changes(message("alice", "authority", Provenance.ASSIGNED, "Action", "Write")))
        .isEmpty();
  }

  @Test
  void unsignedDryRunThatClaimsToBeAlice() {
    assertThat(changes(message("alice", "alice", Provenance.ANONYMOUS_DRY_RUN, "Action", "Write")))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_001, 300_001, -86_400_000_000L})
  void signedDryRunKeptAndPostedAsAMessage(long off) {
    assertThat(changes(timed(Long.toString(NOW + off)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1731234267123", "1731234867123", "1731234567", "2024-11-10", ""})
  void aMessageWithATimeOfItsOwnIsStillAMessage(String timestamp) {
    assertThat(changes(timed(timestamp))).containsExactly("written");
  }

  private static Message timed(String timestamp) {
    return message(
        "alice", "alice", Provenance.ASSIGNED, "Action", "Write", "Timestamp", timestamp);
  }

  private static Message message(String from, String owner, Provenance provenance, String... tags) {
    return new Message("id", owner, from, "me", "", Tags.of(tags), "", false, NOW, provenance);
  }

  private List<String> changes(Message message) {
    return table.evaluate("view", ENV, 0, message).changes();
  }
}
