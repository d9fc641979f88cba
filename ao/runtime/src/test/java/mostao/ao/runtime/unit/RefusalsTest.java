package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import mostao.ao.message.Message;
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

class RefusalsTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final Evaluator<String, String> counted =
      new Refusals(meters)
          .counting(
              ActionTable.<String, String>of("test", env -> "")
                  .on(
                      "Full",
                      request ->
                          Answer.refused(new Refusal(Refusal.Code.QUOTA_EXCEEDED, "two of two")))
                  .on(
                      "Relay",
                      request -> {
                        request.ao().send(Mail.to("w").tag("Error", "QuotaExceeded"));
                        return Answer.reply(Json.success(), List.of());
                      })
                  .build());

  @Test
  void refusalsAreCountedByTheirCodeAndNothingElseIs() {
    for (String action : List.of("Full", "Full", "Relay", "Info", "Unheard-Of")) {
      counted.evaluate("", new Env("p", "o", Tags.none(), Rules.defaults()), 0, message(action));
    }
    assertThat(count("QuotaExceeded")).isEqualTo(2);
    assertThat(count("UnknownAction")).isEqualTo(1);
    assertThat(count("Unauthorized")).isZero();
  }

  private double count(String code) {
    return meters.get("mostao.refusals").tag("code", code).counter().count();
  }

  private static Message message(String action) {
    return new Message(
        "m",
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
