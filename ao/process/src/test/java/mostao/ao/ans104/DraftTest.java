package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

/** Making items. */
class DraftTest {
  private static final Signer SIGNER = new Ed25519Signer(new byte[32]);
  private static final String TARGET = "A".repeat(43);
  private static final String ANCHOR = "0123456789".repeat(3) + "01";

  @Test
  void whatWasDraftedIsInTheItem() {
    VerifiedItem signed =
        Draft.empty()
            .to(TARGET)
            .anchor(ANCHOR)
            .tag("Action", "Info")
            .tags(Tags.of("Action", "again"))
            .data("text é")
            .sign(SIGNER)
            .orThrow();

    VerifiedItem read = new Verifier().read(signed.bytes()).orThrow();
    assertThat(read).isEqualTo(signed);
    assertThat(read.owner()).isEqualTo(SIGNER.address());
    assertThat(read.targetId()).isEqualTo(TARGET);
    assertThat(read.item().anchor()).isEqualTo(ANCHOR.getBytes(StandardCharsets.US_ASCII));
    assertThat(read.tags()).containsExactly(new Tag("Action", "Info"), new Tag("Action", "again"));
    assertThat(new String(read.data(), StandardCharsets.UTF_8)).isEqualTo("text é");
  }

  @Test
  void sameDraftGivesTheSameIdEveryTime() {
    Draft draft = Draft.empty().tag("n", "v").data("x");
    assertThat(draft.sign(SIGNER).orThrow().id()).isEqualTo(draft.sign(SIGNER).orThrow().id());
    assertThat(draft.data("y").sign(SIGNER).orThrow().id())
        .isNotEqualTo(draft.sign(SIGNER).orThrow().id());
  }

  @Test
  void emptyTargetIsNoTarget() {
    assertThat(Draft.empty().to(TARGET).to("").sign(SIGNER).orThrow().targetId()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsRefusedAndNamed() {
    refusedNaming(Draft.empty().to("alice"), "'alice'");
    refusedNaming(Draft.empty().to("A".repeat(42) + "B"), "43 characters");
    refusedNaming(Draft.empty().anchor("short"), "5 bytes; expected 32");
    refusedNaming(Draft.empty().anchor("é".repeat(32)), "64 bytes; expected 32");
    refusedNaming(Draft.empty().anchor("\ud800"), "surrogate");
    refusedNaming(Draft.empty().data("\udc00"), "surrogate");
    refusedNaming(Draft.empty().tag("", "v"), "0 bytes; 1 to 1024");
    refusedNaming(Draft.empty().tag("n", "v".repeat(3073)), "3073 bytes; 0 to 3072");
  }

  @Test
  void firstFaultIsTheOneThatIsNamed() {
    refusedNaming(Draft.empty().to("first").to("second"), "'first'");
  }

  private static void refusedNaming(Draft draft, String part) {
    String refusal = draft.sign(SIGNER).fold(VerifiedItem::toString, Refusal::toString);
    assertThat(refusal).startsWith("R").contains(part);
  }
}
