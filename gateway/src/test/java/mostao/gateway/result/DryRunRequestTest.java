package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.unit.DryRunBody;
import mostao.gateway.access.Freshness;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DryRunRequestTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String PROCESS = "P".repeat(42) + "A";
  private static final long NOW = 1_731_234_567_123L;
  private static final Freshness FRESH =
      new Freshness(Clock.fixed(Instant.ofEpochMilli(NOW), ZoneOffset.UTC), Duration.ofMinutes(5));

  @Test
  void whatIsNotSignedIsAnonymousWhateverItClaims() throws JsonProcessingException {
    DryRunBody question =
        given(
            DryRunRequest.anonymous(
                MAPPER.readTree(
                    "{\"Id\":\"1234\",\"Target\":\"t\",\"Owner\":\"alice\",\"From\":\"x\",\"Anchor\":\"0\","
                        + "\"Data\":\"d\",\"Proven\":true,\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"},"
                        + "{\"name\":\"From-Process\",\"value\":\"registry\"}]}")));
    assertThat(question.json())
        .isEqualTo(
            MAPPER.readTree(
                "{\"Id\":\"1234\",\"Owner\":\"alice\",\"From\":\"alice\",\"Anchor\":\"0\",\"Data\":\"d\","
                    + "\"Proven\":false,\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"},"
                    + "{\"name\":\"From-Process\",\"value\":\"registry\"}]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"Owner\":\"1234\"}", "{\"Owner\":\"wallet\"}"})
  void anAccessTokenProvesWhoAsksWithoutASignature(String body) throws JsonProcessingException {
    DryRunBody question = given(DryRunRequest.shown(MAPPER.readTree(body), "wallet"));
    assertThat(question.owner()).isEqualTo("wallet");
    assertThat(question.from()).isEqualTo("wallet");
    assertThat(question.proven()).isTrue();
  }

  @Test
  void anAccessTokenDoesNotProveAnotherOwner() throws JsonProcessingException {
    ApiError refused =
        denied(DryRunRequest.shown(MAPPER.readTree("{\"Owner\":\"alice\"}"), "wallet"));
    assertThat(refused.code()).isEqualTo(ErrorCode.UNAUTHORIZED);
    assertThat(refused.error()).contains("alice").contains("wallet");
  }

  @Test
  void absentFieldsHaveTheDefaultsOfTheContract() throws JsonProcessingException {
    assertThat(given(DryRunRequest.anonymous(MAPPER.readTree("{}"))).json())
        .isEqualTo(
            MAPPER.readTree(
                "{\"Id\":\"1234\",\"Owner\":\"1234\",\"From\":\"1234\",\"Anchor\":\"0\",\"Data\":\"1234\","
                    + "\"Proven\":false,\"Tags\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "null",
        "\"text\"",
        "{\"Owner\":{}}",
        "{\"Data\":[]}",
        "{\"Tags\":{}}",
        "{\"Tags\":[1]}",
        "{\"Tags\":[{\"name\":\"a\"}]}",
        "{\"Tags\":[{\"name\":\"a\",\"value\":{}}]}",
        "{\"Tags\":[{\"name\":1,\"value\":\"v\"}]}",
      })
  void whatIsNoDryRunIsRefused(String body) throws JsonProcessingException {
    assertThat(denied(DryRunRequest.anonymous(MAPPER.readTree(body))).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void whatIsSignedNowIsProven() {
    VerifiedItem item = signed(Long.toString(NOW - 299_000), PROCESS, "Type", "Message");
    DryRunBody question = given(DryRunRequest.proven(item, PROCESS, FRESH));
    assertThat(question.proven()).isTrue();
    assertThat(question.id()).isEqualTo(item.id());
    assertThat(question.owner()).isEqualTo(item.owner());
    assertThat(question.from()).isEqualTo(item.owner());
    assertThat(question.data()).isEqualTo("hello");
    assertThat(question.tags().list()).hasSize(3);
  }

  @Test
  void dataThatIsNoTextSaysSo() {
    VerifiedItem item =
        Draft.empty()
            .to(PROCESS)
            .tag("Data-Protocol", "ao")
            .tag("Type", "Message")
            .tag("Timestamp", Long.toString(NOW))
            .data(new byte[] {(byte) 0xff, 0})
            .sign(TestWallets.signer(2))
            .orThrow();
    DryRunBody question = given(DryRunRequest.proven(item, PROCESS, FRESH));
    assertThat(question.data()).isEqualTo("_wA");
    assertThat(question.binary()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-301_000, 301_000, -NOW})
  void anOldOrFutureProofIsStale(long off) {
    VerifiedItem item = signed(Long.toString(NOW + off), PROCESS, "Type", "Message");
    ApiError refused = denied(DryRunRequest.proven(item, PROCESS, FRESH));
    assertThat(refused.code()).isEqualTo(ErrorCode.STALE_PROOF);
    assertThat(refused.error()).contains(Long.toString(NOW + off));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yesterday", "-5", "1731234567123.5", "99999999999999999999"})
  void aProofWithoutTimeIsRefused(String timestamp) {
    assertThat(
            denied(
                    DryRunRequest.proven(
                        signed(timestamp, PROCESS, "Type", "Message"), PROCESS, FRESH))
                .code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void aProofForAnotherProcessIsRefused() {
    VerifiedItem item = signed(Long.toString(NOW), PROCESS, "Type", "Message");
    assertThat(denied(DryRunRequest.proven(item, "Q".repeat(42) + "A", FRESH)).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
  }

  @Test
  void aProofCantSpeakForAProcess() {
    VerifiedItem item =
        signed(Long.toString(NOW), PROCESS, "Type", "Message", "From-Process", PROCESS);
    assertThat(denied(DryRunRequest.proven(item, PROCESS, FRESH)).code())
        .isEqualTo(ErrorCode.FORGED);
  }

  @Test
  void aProofIsAMessage() {
    VerifiedItem item = signed(Long.toString(NOW), PROCESS, "Type", "Process");
    assertThat(denied(DryRunRequest.proven(item, PROCESS, FRESH)).code())
        .isEqualTo(ErrorCode.NOT_AO);
  }

  private static VerifiedItem signed(String timestamp, String target, String... tags) {
    Draft draft = Draft.empty().to(target).tag("Data-Protocol", "ao").tag("Timestamp", timestamp);
    for (int i = 0; i < tags.length; i += 2) {
      draft = draft.tag(tags[i], tags[i + 1]);
    }
    return draft.data("hello").sign(TestWallets.signer(2)).orThrow();
  }

  private static DryRunBody given(Reply<DryRunBody> answer) {
    assertThat(answer).isInstanceOf(Reply.Given.class);
    return ((Reply.Given<DryRunBody>) answer).value();
  }

  private static ApiError denied(Reply<DryRunBody> answer) {
    assertThat(answer).isInstanceOf(Reply.Denied.class);
    return ((Reply.Denied<DryRunBody>) answer).refused();
  }
}
