package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.message.Tags;
import mostao.ao.wire.DirectoryRecord;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadGuardTest {
  private static final String ALICE = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
  private static final String BOB = "B".repeat(42) + "A";
  private static final String EVE = "E".repeat(42) + "A";

  private static final long NOW = 1_731_234_567_123L;
  private static final Duration HOUR = Duration.ofHours(1);

  private final Clock clock = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  private final ReadGuard guard =
      new ReadGuard(false, TestTokens.now(), HOUR, clock, ApiError::unknownProcess);
  private final ReadGuard open =
      new ReadGuard(true, TestTokens.now(), HOUR, clock, ApiError::unknownProcess);

  @ParameterizedTest
  @ValueSource(strings = {"registry", "handle", "session", "anything-new"})
  void nothingIsListedToStrangers(String module) {
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
    assertThat(handle.belongsTo(BOB)).isTrue();
    assertThat(handle.belongsTo(EVE)).isFalse();
    assertThat(ProcessEntry.of(record("handle", "Handle-A-Owner", EVE)).belongsTo(EVE)).isFalse();
    assertThat(ProcessEntry.of(record("session", "Handle-Owner", EVE)).belongsTo(EVE)).isFalse();
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
  void aRegistryIsListedToWhoSignedIt() {
    ProcessEntry registry =
        ProcessEntry.of(new DirectoryRecord("p", "registry", "m", BOB, Tags.of()));
    assertThat(guard.refuse(registry, TestTokens.header(BOB))).isEmpty();
    assertThat(guard.refuse(registry, TestTokens.header(ALICE))).isPresent();
  }

  @Test
  void aSessionExistsForItsTwoAlone() {
    Reply<ProcessEntry> session = Reply.given(listed("session"));
    Reply<ProcessEntry> none = Reply.denied(ApiError.unknownProcess("p"));
    for (Optional<String> asking : List.of(Optional.<String>empty(), TestTokens.header(EVE))) {
      assertThat(guard.seen("p", session, asking)).isEqualTo(none);
      assertThat(guard.listed("p", session, asking)).isEqualTo(none);
      assertThat(guard.seen("p", none, asking)).isEqualTo(none);
    }
    assertThat(guard.seen("p", session, TestTokens.header(BOB))).isEqualTo(session);
    // A bad token is one, whether the process exists or not.
    Optional<String> bad = Optional.of("Bearer made-up");
    assertThat(guard.seen("p", none, bad)).isEqualTo(guard.seen("p", session, bad));
    assertThat(open.seen("p", session, Optional.empty())).isEqualTo(session);
  }

  @Test
  void aMessageIdOpensItsEvaluationForAnHour() {
    ProcessEntry handle = listed("handle");
    long hour = HOUR.toMillis();
    assertThat(guard.shows(handle, false, NOW, Optional.empty())).isTrue();
    assertThat(guard.shows(handle, false, NOW - hour + 1, Optional.of(EVE))).isTrue();
    assertThat(guard.shows(handle, false, NOW - hour, Optional.empty())).isFalse();
    assertThat(guard.shows(handle, false, NOW - hour, Optional.of(EVE))).isFalse();
    assertThat(guard.shows(handle, false, NOW - hour, Optional.of(ALICE))).isTrue();
    assertThat(open.shows(handle, false, 0, Optional.empty())).isTrue();
  }

  @Test
  void theIdOfAProcessIsNoCapabilityForItsBirthButARegistrysIsOpen() {
    assertThat(guard.shows(listed("handle"), true, NOW, Optional.empty())).isFalse();
    assertThat(guard.shows(listed("handle"), true, NOW, Optional.of(ALICE))).isTrue();
    assertThat(guard.shows(listed("session"), true, NOW, Optional.of(EVE))).isFalse();
    assertThat(guard.shows(listed("registry"), true, 0, Optional.empty())).isTrue();
    assertThat(guard.shows(listed("registry"), false, 0, Optional.empty())).isFalse();
  }

  private static ProcessEntry listed(String module) {
    return ProcessEntry.of(
        record(module, "Handle-Owner", ALICE, "Handle-A-Owner", ALICE, "Handle-B-Owner", BOB));
  }

  private static DirectoryRecord record(String module, String... tags) {
    return new DirectoryRecord("p", module, "m", "o", Tags.of(tags));
  }
}
