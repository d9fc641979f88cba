package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadGuardTest {
  private static final String ALICE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  private static final String BOB = "B".repeat(42) + "A";
  private static final String EVE = "E".repeat(42) + "A";

  private final ReadGuard guard = new ReadGuard(false, TestTokens.now());
  private final ReadGuard open = new ReadGuard(true, TestTokens.now());

  @ParameterizedTest
  @ValueSource(strings = {"handle", "session", "anything-new"})
  void whatMayBePrivateIsNotListedToStrangers(String module) {
    ApiError refused = guard.refuse(listed(module), Optional.empty()).orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused.error()).contains(module).contains("/access");
    assertThat(guard.refuse(listed(module), Optional.of("Basic YTpi"))).contains(refused);
  }

  @Test
  void aHandleIsListedToItsOwnerAlone() {
    ProcessEntry handle = listed("handle");
    assertThat(guard.refuse(handle, TestTokens.header(ALICE))).isEmpty();
    assertThat(guard.refuse(handle, TestTokens.header(BOB)).orElseThrow().code())
        .isEqualTo(ErrorCode.UNAUTHORIZED);
  }

  @Test
  void aSessionIsListedToBothItsPartiesAndToNobodyElse() {
    ProcessEntry session = listed("session");
    assertThat(guard.refuse(session, TestTokens.header(ALICE))).isEmpty();
    assertThat(guard.refuse(session, TestTokens.header(BOB))).isEmpty();
    ApiError refused = guard.refuse(session, TestTokens.header(EVE)).orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused.error()).contains(EVE).doesNotContain(ALICE);
  }

  @Test
  void aBadTokenIsSaidToBeOne() {
    ApiError refused = guard.refuse(listed("handle"), Optional.of("Bearer made-up")).orElseThrow();
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_TOKEN);
    assertThat(guard.refuseWallet(BOB, Optional.of("Bearer made-up")).orElseThrow().code())
        .isEqualTo(ErrorCode.INVALID_TOKEN);
  }

  @Test
  void theFirstTagSaysWhoseAHandleIsAsForTheHandleItself() {
    ProcessEntry handle =
        ProcessEntry.of(
            record("handle", "handle-owner", EVE, "Handle-Owner", BOB, "Handle-Owner", EVE));
    assertThat(handle.readers()).containsExactly(BOB);
    assertThat(ProcessEntry.of(record("handle", "Handle-A-Owner", EVE)).readers()).isEmpty();
    assertThat(ProcessEntry.of(record("session", "Handle-Owner", EVE)).readers()).isEmpty();
  }

  @Test
  void whatWasSentToAWalletIsListedToItAlone() {
    assertThat(guard.refuseWallet(BOB, Optional.empty()).orElseThrow().code())
        .isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(guard.refuseWallet(BOB, TestTokens.header(BOB))).isEmpty();
    assertThat(guard.refuseWallet(BOB, TestTokens.header(EVE))).isPresent();
    assertThat(guard.refuseWallet(BOB.toLowerCase(java.util.Locale.ROOT), TestTokens.header(BOB)))
        .isPresent();
  }

  @Test
  void anEthereumAddressIsTheSameInAnyCase() {
    assertThat(
            guard.refuseWallet(ALICE.toLowerCase(java.util.Locale.ROOT), TestTokens.header(ALICE)))
        .isEmpty();
  }

  @Test
  void withOpenReadsEverybodyMayReadEverything() {
    for (Optional<String> header :
        List.of(Optional.<String>empty(), TestTokens.header(EVE), Optional.of("Bearer x"))) {
      assertThat(open.refuse(listed("handle"), header)).isEmpty();
      assertThat(open.refuseWallet(BOB, header)).isEmpty();
    }
  }

  @Test
  void theRegistryIsOpen() {
    assertThat(guard.refuse(listed("registry"), Optional.empty())).isEmpty();
  }

  private static ProcessEntry listed(String module) {
    return ProcessEntry.of(
        record(module, "Handle-Owner", ALICE, "Handle-A-Owner", ALICE, "Handle-B-Owner", BOB));
  }

  private static DirectoryRecord record(String module, String... tags) {
    return new DirectoryRecord("p", module, "m", "o", Tags.of(tags));
  }
}
