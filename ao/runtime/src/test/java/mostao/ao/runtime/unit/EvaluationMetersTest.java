package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Answer;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Json;
import mostao.ao.process.Mail;
import mostao.ao.process.Refusal;
import mostao.ao.process.Rules;
import org.junit.jupiter.api.Test;

class EvaluationMetersTest {
  private static final Evaluator<String, String> TABLE =
      ActionTable.<String, String>of("test", env -> "")
          .on(
              "Full",
              request -> Answer.refused(new Refusal(Refusal.Code.QUOTA_EXCEEDED, "two of two")))
          .on(
              "Relay",
              request -> {
                request.ao().send(Mail.to("w").tag("Error", "QuotaExceeded"));
                return Answer.reply(Json.success(), List.of());
              })
          .build();

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EvaluationMeters counting = new EvaluationMeters(meters, TABLE.names());
  private final Evaluator<String, String> timed = counting.timing(TABLE);

  @Test
  void refusalsAreCountedByTheirCodeAndNothingElseIs() {
    for (String action : List.of("Full", "Full", "Relay", "Info", "Unheard-Of")) {
      evaluate(action);
    }
    assertThat(refusals("QuotaExceeded")).isEqualTo(2);
    assertThat(refusals("UnknownAction")).isEqualTo(1);
    assertThat(refusals("Unauthorized")).isZero();
  }

  @Test
  void messagesAreCountedByActionAndOutcomeAndTimed() {
    for (String action : List.of("Full", "Full", "Relay", "Info", "Unheard-Of")) {
      evaluate(action);
    }
    counting.count(message("Relay", false), Result.failed("a bug"));
    counting.count(message("", true), Result.said(""));
    assertThat(messages("Full", "refused")).isEqualTo(2);
    assertThat(messages("Relay", "evaluated")).isEqualTo(1);
    assertThat(messages("Relay", "failed")).isEqualTo(1);
    assertThat(messages("Info", "evaluated")).isEqualTo(1);
    assertThat(messages("other", "refused")).isEqualTo(1);
    assertThat(messages("birth", "evaluated")).isEqualTo(1);
    assertThat(meters.get("mostao.evaluation").timer().count()).isEqualTo(5);
  }

  @Test
  void whatClientsWriteIsNeverALabel() {
    int before = meters.getMeters().size();
    for (int i = 0; i < 1_000; i++) {
      evaluate("Action-" + i);
      evaluate("Relay");
    }
    assertThat(meters.getMeters()).hasSize(before);
    assertThat(messages("other", "refused")).isEqualTo(1_000);
  }

  private void evaluate(String action) {
    Message message = message(action, false);
    Env env = new Env("p", "o", Tags.none(), Rules.defaults());
    counting.count(message, timed.evaluate("", env, 0, message).result());
  }

  private double refusals(String code) {
    return meters.get("mostao.refusals").tag("code", code).counter().count();
  }

  private double messages(String action, String outcome) {
    return meters
        .get("mostao.messages")
        .tag("action", action)
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  private static Message message(String action, boolean birth) {
    return new Message(
        birth ? "p" : "m",
        "w",
        "w",
        "p",
        "",
        Tags.of("Action", action),
        "",
        false,
        1,
        Message.Provenance.ASSIGNED);
  }
}
