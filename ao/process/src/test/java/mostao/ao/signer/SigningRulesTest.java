package mostao.ao.signer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.SignatureType;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningRulesTest {
  private static final Tags PUSH =
      Keys.push().unsigned(SignatureType.ED25519, Keys.KEY.ownerKey()).orThrow().tags();

  private final SigningRules rules = new SigningRules(Keys.KEY.address());

  @Test
  void aPushIsSigned() {
    assertThat(rules.refusal(item(Keys.push()))).isEmpty();
    assertThat(
            rules.refusal(
                item(Draft.empty().tags(PUSH).tag("Target", "0x" + "0".repeat(40)).data("d"))))
        .isEmpty();
  }

  @Test
  void anItemOfAnotherAuthorityIsRefused() {
    DataItem other = Keys.push().unsigned(SignatureType.ED25519, Keys.OTHER.ownerKey()).orThrow();
    assertThat(rules.refusal(other).orElseThrow())
        .contains(Keys.OTHER.address(), Keys.KEY.address());
  }

  @Test
  void aMessageToNobodyIsRefused() {
    assertThat(rules.refusal(item(Draft.empty().tags(PUSH).data("d")))).isPresent();
  }

  /** Without them the authority would speak for itself, or leave open for whom. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        Names.DATA_PROTOCOL,
        Names.TYPE,
        Names.FROM_PROCESS,
        Names.FROM_MODULE,
        Names.PUSHED_FOR,
        Names.PUSH_DEPTH
      })
  void eachTagOfAPushIsThereOnce(String name) {
    Draft empty = Draft.empty().to(Keys.TARGET).data("d");
    assertThat(rules.refusal(item(empty.tags(PUSH.without(Set.of(name)))))).isPresent();
    assertThat(rules.refusal(item(empty.tags(PUSH).tag(name, PUSH.first(name).orElseThrow()))))
        .isPresent();
  }

  @Test
  void aSenderThatIsNoProcessIsRefused() {
    Tags tags = PUSH.without(Set.of(Names.FROM_PROCESS)).and(Names.FROM_PROCESS, "somebody");
    assertThat(rules.refusal(item(Draft.empty().to(Keys.TARGET).tags(tags)))).isPresent();
  }

  @Test
  void aProcessIsBornOfAProcess() {
    Tags born =
        PUSH.without(Set.of(Names.TYPE))
            .and(
                Tags.of(
                    Names.TYPE, Names.TYPE_PROCESS,
                    Names.MODULE, Keys.MODULE,
                    Names.SCHEDULER, Keys.TARGET));
    assertThat(rules.refusal(item(Draft.empty().tags(born)))).isEmpty();
    assertThat(rules.refusal(item(Draft.empty().to(Keys.TARGET).tags(born)))).isPresent();
    for (String name : Set.of(Names.FROM_PROCESS, Names.PUSHED_FOR, Names.SCHEDULER)) {
      assertThat(rules.refusal(item(Draft.empty().tags(born.without(Set.of(name)))))).isPresent();
    }
  }

  @Test
  void aRegistryOfAnotherAuthorityIsRefused() {
    assertThat(rules.refusal(item(registry(Keys.KEY.address())))).isEmpty();
    assertThat(rules.refusal(item(registry(Keys.OTHER.address())))).isPresent();
  }

  @Test
  void aModuleOfAnotherSystemIsRefused() {
    assertThat(rules.refusal(item(module("mostao")))).isEmpty();
    assertThat(rules.refusal(item(module("wasm64-unknown-emscripten")))).isPresent();
  }

  private static Draft registry(String authority) {
    return Draft.empty()
        .tags(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.TYPE,
                Names.TYPE_PROCESS,
                Names.MODULE,
                Keys.MODULE,
                Names.SCHEDULER,
                Keys.TARGET,
                Names.AUTHORITY,
                authority,
                "Name",
                "registry"));
  }

  private static Draft module(String format) {
    return Draft.empty()
        .tags(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.TYPE,
                Names.TYPE_MODULE,
                "Name",
                "handle",
                "Module-Format",
                format));
  }

  private static DataItem item(Draft draft) {
    return draft.unsigned(SignatureType.ED25519, Keys.KEY.ownerKey()).orThrow();
  }
}
