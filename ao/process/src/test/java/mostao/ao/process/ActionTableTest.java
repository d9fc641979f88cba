package mostao.ao.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import org.junit.jupiter.api.Test;

class ActionTableTest {
  private static final Env ENV =
      new Env("me", "owner", Tags.of("Authority", "auth", "Module", "mod"), Rules.defaults());

  /** Sends one message before it answers, so that a dropped outbox is seen. */
  private static final class Ping implements Action<String, String> {
    @Override
    public Answer<String> perform(Request<String> request) {
      request.ao().send(Mail.to("elsewhere"));
      return request.message().data().equals("no")
          ? Answer.refused(Refusal.invalidData("'no' is not wanted: send 'yes'"))
          : Answer.reply(Json.success(), List.of("pinged"));
    }
  }

  private final ActionTable<String, String> table =
      ActionTable.<String, String>of("test", env -> "a name").on(new Ping()).build();

  @Test
  void theReplyIsTheFirstEntryAndNamesTheRequest() {
    Outcome<String> outcome = evaluate(wallet("Ping", "yes", Names.REFERENCE, "77"));
    assertThat(outcome.changes()).containsExactly("pinged");
    Result.Outgoing reply = outcome.result().messages().get(0);
    assertThat(reply.target()).isEqualTo("alice");
    assertThat(reply.tags().first("Action")).contains("Ping-Response");
    assertThat(reply.tags().first("X-Reference")).contains("77");
    assertThat(reply.tags().first("Content-Type")).contains("application/json");
    assertThat(reply.data()).isEqualTo("{\"status\":\"success\"}");
    assertThat(outcome.result().messages().get(1).target()).isEqualTo("elsewhere");
    assertThat(outcome.reference()).isEqualTo(12);
  }

  @Test
  void repliesGoToReplyToAndFallBackToXReference() {
    Outcome<String> outcome =
        evaluate(wallet("Ping", "yes", Names.REPLY_TO, "bob", Names.X_REFERENCE, "x"));
    Result.Outgoing reply = outcome.result().messages().get(0);
    assertThat(reply.target()).isEqualTo("bob");
    assertThat(reply.tags().first("X-Reference")).contains("x");
  }

  @Test
  void aRefusalChangesNothingAndSendsNothingElse() {
    Outcome<String> outcome = evaluate(wallet("Ping", "no"));
    assertThat(outcome.changes()).isEmpty();
    assertThat(outcome.result().error()).isEmpty();
    assertThat(outcome.result().messages()).hasSize(1);
    Result.Outgoing reply = outcome.result().messages().get(0);
    assertThat(reply.tags().first("Error")).contains("InvalidData");
    assertThat(reply.data())
        .isEqualTo(
            "{\"status\":\"error\",\"code\":\"InvalidData\",\"message\":\"'no' is not wanted: send"
                + " 'yes'\"}");
  }

  @Test
  void unknownAndMissingActionsAreRefused() {
    assertThat(errorOf(evaluate(wallet("Nope", "")))).contains("UnknownAction");
    assertThat(errorOf(evaluate(message("alice", "alice", Tags.none(), ""))))
        .contains("UnknownAction");
  }

  @Test
  void anActionThatDiffersOnlyInCaseIsNamed() {
    Outcome<String> value = evaluate(wallet("ping", ""));
    assertThat(errorOf(value)).contains("UnknownAction");
    assertThat(said(value)).contains("'ping'").contains("send Ping");

    Outcome<String> name = evaluate(message("alice", "alice", Tags.of("action", "ping"), "yes"));
    assertThat(errorOf(name)).contains("UnknownAction");
    assertThat(said(name)).contains("'action'").contains("send Action=Ping");
    assertThat(name.changes()).isEmpty();

    assertThat(said(evaluate(message("alice", "alice", Tags.of("ACTION", "Nope"), ""))))
        .contains("'ACTION'")
        .contains("Action=Nope");
    assertThat(
            evaluate(message("alice", "alice", Tags.of("action", "x", "Action", "Ping"), "yes"))
                .changes())
        .containsExactly("pinged");
  }

  @Test
  void whereAnythingIsTakenOnlyAnActionOfThisProcessIsMeant() {
    ActionTable<String, String> open =
        ActionTable.<String, String>of("test", env -> "a name")
            .on(new Ping())
            .otherwise(request -> Answer.quiet(List.of("kept")))
            .build();
    assertThat(
            errorOf(
                open.evaluate(
                    "view", ENV, 0, message("alice", "alice", Tags.of("action", "PING"), ""))))
        .contains("UnknownAction");
    assertThat(
            open.evaluate("view", ENV, 0, message("alice", "alice", Tags.of("action", "hi"), ""))
                .changes())
        .containsExactly("kept");
    assertThat(
            open.evaluate("view", ENV, 0, message("alice", "alice", Tags.none(), "{no json"))
                .changes())
        .containsExactly("kept");
  }

  @Test
  void whatLooksLikeJsonIsJsonOrRefused() {
    for (String data :
        List.of(
            "{\"a\":1,\"a\":2}",
            "{\"a\":\"half an emoji \\ud83d\"}",
            "{} {}",
            "[1] and more",
            "\uFEFF{}",
            " \n\t\uFEFF [",
            "{\"a\":1e309}",
            "{\"a\":1e-400}",
            "[".repeat(65) + "]".repeat(65))) {
      Outcome<String> outcome = evaluate(wallet("Ping", data));
      assertThat(errorOf(outcome)).as(data).isEqualTo("InvalidData");
      assertThat(outcome.changes()).isEmpty();
      assertThat(outcome.result().messages()).hasSize(1);
      assertThat(errorOf(evaluate(wallet("Info", data)))).isEqualTo("InvalidData");
    }
    for (String data : List.of("{\"a\":1e308}", "[".repeat(64) + "]".repeat(64), "a {", "\"")) {
      assertThat(evaluate(wallet("Ping", data)).changes()).as(data).containsExactly("pinged");
    }
  }

  @Test
  void aCallerWhoMayNotCallIsTheOnlyOneToldSo() {
    ActionTable<String, String> closed =
        ActionTable.<String, String>of("test", env -> "a name")
            .on("Closed", request -> Answer.refused(Refusal.unauthorized("not you")))
            .on("Picky", request -> Answer.refused(Refusal.invalidData("not that")))
            .on("Shut", request -> Answer.refused(new Refusal(Refusal.Code.BLOCKED, "by her")))
            .on("Full", request -> Answer.refused(new Refusal(Refusal.Code.QUOTA_EXCEEDED, "2")))
            .build();
    Map<String, String> codes =
        Map.of(
            "Closed", "Unauthorized",
            "Picky", "InvalidData",
            "Shut", "Blocked",
            "Full", "QuotaExceeded",
            "Absent", "UnknownAction");
    codes.forEach(
        (action, code) -> {
          Message asked =
              wallet(action, action.equals("Picky") ? "{" : "", Names.REPLY_TO, "victim");
          Result.Outgoing reply = closed.evaluate("v", ENV, 0, asked).result().messages().get(0);
          assertThat(reply.target()).isEqualTo(action.equals("Picky") ? "victim" : "alice");
          assertThat(reply.tags().first("Error")).contains(code);
        });
    Message pushed =
        message("mallory", "p", Tags.of("Action", "Ping", Names.REPLY_TO, "victim"), "");
    assertThat(evaluate(pushed).result().messages().get(0).target()).isEqualTo("p");
  }

  @Test
  void whatIsNoActionReachesNobodyElseEither() {
    ActionTable<String, String> keeping =
        ActionTable.<String, String>of("test", env -> "a name")
            .otherwise(request -> Answer.refused(Refusal.tooLarge("data", 2, 1, "bytes")))
            .build();
    Message asked = wallet("Anything", "", Names.REPLY_TO, "victim");
    assertThat(keeping.evaluate("v", ENV, 0, asked).result().messages())
        .extracting(Result.Outgoing::target)
        .containsExactly("alice");
  }

  @Test
  void aReplyToAnEnormousActionCanStillBeBuilt() {
    Result.Outgoing reply =
        evaluate(wallet("x".repeat(3000), "", Names.REFERENCE, "r".repeat(1000)))
            .result()
            .messages()
            .get(0);
    int size =
        reply.tags().list().stream().mapToInt(t -> t.name().length() + t.value().length()).sum();
    assertThat(size).isLessThan(3000);
    assertThat(reply.data()).hasSizeLessThan(300);
  }

  @Test
  void thePushOfSomebodyWhoIsNoAuthorityIsRefusedBeforeAnyHandler() {
    Outcome<String> outcome =
        evaluate(message("mallory", "some-process", Tags.of("Action", "Ping"), "yes"));
    assertThat(errorOf(outcome)).contains("Untrusted");
    assertThat(outcome.result().output()).contains("is not an authority of this process");
    assertThat(outcome.changes()).isEmpty();
    assertThat(
            evaluate(message("auth", "some-process", Tags.of("Action", "Ping"), "yes")).changes())
        .containsExactly("pinged");
  }

  @Test
  void responsesAreNeverAnsweredSoThatNobodyTalksInCircles() {
    assertThat(evaluate(wallet("Ping-Response", "")).result().messages()).isEmpty();
    assertThat(
            evaluate(message("mallory", "p", Tags.of("Action", "X-Response"), ""))
                .result()
                .messages())
        .isEmpty();
  }

  @Test
  void infoIsOpenToAll() {
    Outcome<String> outcome = evaluate(wallet("Info", ""));
    assertThat(outcome.result().messages().get(0).data())
        .isEqualTo(
            "{\"status\":\"success\",\"kind\":\"test\",\"id\":\"me\",\"name\":\"a name\",\"owner\":\"owner\","
                + "\"module\":\"mod\",\"version\":\"0.0.6\"}");
  }

  @Test
  void aChainThatIsTooDeepIsCutWithAnError() {
    assertThat(push("64").result().error()).isEmpty();
    Outcome<String> cut = push("65");
    assertThat(cut.result().error().orElse("")).contains("root").contains("64");
    assertThat(cut.changes()).isEmpty();
    assertThat(push("-1").result().error()).isPresent();
    assertThat(push("99999999999").result().error()).isPresent();
  }

  @Test
  void anActionCanBeListedOnce() {
    assertThatThrownBy(
            () -> ActionTable.<String, String>of("t", env -> "").on(new Ping()).on(new Ping()))
        .hasMessageContaining("Ping");
  }

  private Outcome<String> push(String depth) {
    return evaluate(
        message(
            "auth",
            "p",
            Tags.of("Action", "Ping", "Pushed-For", "root", "Push-Depth", depth),
            "yes"));
  }

  private Outcome<String> evaluate(Message message) {
    return table.evaluate("view", ENV, 10, message);
  }

  private static String errorOf(Outcome<String> outcome) {
    return outcome.result().messages().get(0).tags().first("Error").orElse("none");
  }

  private static String said(Outcome<String> outcome) {
    return outcome.result().messages().get(0).data();
  }

  private static Message wallet(String action, String data, String... tags) {
    return message("alice", "alice", Tags.of("Action", action).and(Tags.of(tags)), data);
  }

  private static Message message(String owner, String from, Tags tags, String data) {
    return new Message(
        "id", owner, from, "me", "", tags, data, false, 1, Message.Provenance.ASSIGNED);
  }
}
