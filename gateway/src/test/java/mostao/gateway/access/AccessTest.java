package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.EthereumSigner;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.fixture.TestWallets;
import mostao.gateway.intake.ItemReader;
import mostao.gateway.intake.VerifierPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTest {
  private static final long NOW = 1_731_234_567_123L;
  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC);
  private static final String AUTHORITY = TestWallets.signer(1).address();

  private static final String ORIGIN = "https://chat.example";

  private final Tokens tokens = TestTokens.of(TestTokens.key(1), CLOCK);
  private final Access access =
      new Access(
          new ItemReader(Verifier.withBouncyCastle(), 10_000, new SimpleMeterRegistry()),
          new VerifierPool("test-access", 1, 10),
          Reply::given,
          () -> AUTHORITY,
          new Origins(Optional.of(URI.create(ORIGIN + "/")), Set.of()),
          new Freshness(CLOCK, Duration.ofMinutes(5)),
          tokens);

  static Stream<Signer> wallets() {
    byte[] secret = TestTokens.secret(7);
    return Stream.of(TestWallets.signer(7), new EthereumSigner(secret));
  }

  @ParameterizedTest
  @MethodSource("wallets")
  void everyKindOfWalletGetsATokenOfItsOwn(Signer wallet) throws Exception {
    byte[] item = item(AUTHORITY, List.of(), NOW).sign(wallet).orThrow().bytes();
    AccessToken token = given(access.give(item, "a").toCompletableFuture().get());
    assertThat(token.wallet()).isEqualTo(wallet.address());
    assertThat(token.expires()).isEqualTo(NOW + TestTokens.LIFETIME.toMillis());
    assertThat(tokens.wallet(Optional.of("Bearer " + token.text())))
        .isEqualTo(Reply.given(Optional.of(wallet.address())));
  }

  @Test
  void anAccessItemUsedAgainGivesTheVerySameToken() {
    VerifiedItem item = signed(AUTHORITY, NOW - 60_000);
    AccessToken first = given(access.give(item));
    assertThat(given(access.give(item))).isEqualTo(first);
    assertThat(first.expires()).isEqualTo(NOW - 60_000 + TestTokens.LIFETIME.toMillis());
  }

  @ParameterizedTest
  @ValueSource(longs = {-300_001, 300_001, -NOW})
  void aStaleOrFutureAccessItemIsRefused(long off) {
    ApiError refused = denied(signed(AUTHORITY, NOW + off));
    assertThat(refused.code()).isEqualTo(ErrorCode.STALE_PROOF);
  }

  @Test
  void anAccessItemForAnotherDeploymentIsRefused() {
    ApiError refused = denied(signed(TestWallets.signer(2).address(), NOW));
    assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThat(refused.error()).contains(AUTHORITY);
    assertThat(denied(signed("", NOW)).code()).isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void anAccessItemForAnotherServerIsRefused() {
    for (List<String> origins :
        List.of(
            List.<String>of(),
            List.of(""),
            List.of("https://evil.example"),
            List.of("https://chat.example.evil.example"),
            List.of("http://chat.example"),
            List.of("https://chat.example:8443"),
            List.of("https://chat.example@evil.example"),
            List.of(ORIGIN, ORIGIN),
            List.of("https://evil.example", ORIGIN))) {
      Draft draft =
          Draft.empty()
              .to(AUTHORITY)
              .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "Access"))
              .tag("Timestamp", Long.toString(NOW))
              .data(" ");
      for (String origin : origins) {
        draft = draft.tag("Origin", origin);
      }
      ApiError refused = denied(draft.sign(TestWallets.signer(7)).orThrow());
      assertThat(refused.code()).as(origins.toString()).isEqualTo(ErrorCode.INVALID_REQUEST);
      assertThat(refused.error()).contains("'Origin'").contains(ORIGIN);
    }
  }

  @Test
  void onlyAnItemThatAsksForAccessGivesAToken() {
    for (Tags tags :
        List.of(
            Tags.of("Data-Protocol", "ao", "Type", "Message"),
            Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "access"),
            Tags.of("Data-Protocol", "ao", "Type", "Message", "action", "Access"),
            Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "X", "Action", "Access"),
            Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "Access", "Action", "X"),
            Tags.of("Data-Protocol", "ao", "Type", "Process", "Action", "Access"),
            Tags.of("Data-Protocol", "AO", "Type", "Message", "Action", "Access"),
            Tags.of("Type", "Message", "Action", "Access"))) {
      VerifiedItem item =
          Draft.empty()
              .to(AUTHORITY)
              .tags(tags)
              .tag("Timestamp", Long.toString(NOW))
              .tag("Origin", ORIGIN)
              .data(" ")
              .sign(TestWallets.signer(7))
              .orThrow();
      assertThat(denied(item).code())
          .as(tags.toString())
          .isIn(ErrorCode.NOT_AO, ErrorCode.INVALID_REQUEST);
    }
  }

  @Test
  void nobodyGetsATokenForAProcess() {
    for (int wallet : new int[] {1, 7}) {
      List<Tag> claim = List.of(new Tag("From-Process", "P".repeat(42) + "A"));
      VerifiedItem item = item(AUTHORITY, claim, NOW).sign(TestWallets.signer(wallet)).orThrow();
      assertThat(denied(item).code()).isEqualTo(ErrorCode.FORGED);
    }
  }

  @Test
  void anAlteredAccessItemGivesNoToken() throws Exception {
    byte[] item = signed(AUTHORITY, NOW).bytes();
    item[item.length - 1] ^= 1;
    assertThat(access.give(item, "a").toCompletableFuture().get()).isInstanceOf(Reply.Denied.class);
  }

  private static VerifiedItem signed(String target, long timestamp) {
    return item(target, List.of(), timestamp).sign(TestWallets.signer(7)).orThrow();
  }

  private static Draft item(String target, List<Tag> more, long timestamp) {
    List<Tag> tags =
        new ArrayList<>(
            Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "Access").list());
    tags.addAll(more);
    return Draft.empty()
        .to(target)
        .tags(new Tags(tags))
        .tag("Timestamp", Long.toString(timestamp))
        .tag("Origin", ORIGIN)
        .data(" ");
  }

  private static AccessToken given(Reply<AccessToken> answer) {
    assertThat(answer).isInstanceOf(Reply.Given.class);
    return ((Reply.Given<AccessToken>) answer).value();
  }

  private ApiError denied(VerifiedItem item) {
    Reply<AccessToken> answer = access.give(item);
    assertThat(answer).isInstanceOf(Reply.Denied.class);
    return ((Reply.Denied<AccessToken>) answer).refused();
  }
}
