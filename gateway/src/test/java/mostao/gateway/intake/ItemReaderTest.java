package mostao.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.turn.InboxVerifier;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemReaderTest {
  private static final Verifier VERIFIER = Verifier.withBouncyCastle();

  @Test
  void onlyAnItemWhoseSignatureHoldsIsRead() {
    VerifiedItem item = item(1);
    assertThat(reader(1_350_000).read(item.bytes())).isEqualTo(Reply.given(item));
    byte[] forged = item.bytes();
    forged[forged.length - 1] ^= 1;
    assertThat(reader(1_350_000).read(forged)).isInstanceOf(Reply.Denied.class);
  }

  @Test
  void theLimitIsExact() {
    byte[] bytes = item(100).bytes();
    assertThat(reader(bytes.length).read(bytes)).isInstanceOf(Reply.Given.class);
    assertThat(reader(bytes.length - 1).read(bytes))
        .isInstanceOfSatisfying(
            Reply.Denied.class,
            denied -> {
              assertThat(denied.refused().code()).isEqualTo(ErrorCode.TOO_LARGE);
              assertThat(denied.refused().error()).contains(Integer.toString(bytes.length));
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_350_001})
  void aLimitThatTopicsCantHoldIsRefusedAtStart(int most) {
    assertThatThrownBy(() -> reader(most)).hasMessageContaining("mostao.intake.item-bytes");
  }

  @Test
  void theLargestItemFitsItsTopic() {
    VerifiedItem item = item(1_340_000);
    assertThat(
            TopicRecord.toInbox(
                    "handle", InboxVerifier.record(item, item.owner(), item.id()), Optional.empty())
                .fits())
        .isTrue();
  }

  private ItemReader reader(int most) {
    return new ItemReader(VERIFIER, most, new SimpleMeterRegistry());
  }

  private static VerifiedItem item(int length) {
    // What JSON makes longest: four bytes become two escapes.
    return Draft.empty()
        .data("\ud83d\ude00".repeat((length + 3) / 4))
        .sign(TestWallets.signer(2))
        .orThrow();
  }
}
