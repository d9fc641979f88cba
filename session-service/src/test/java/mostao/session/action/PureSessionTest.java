package mostao.session.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.ServiceLoader;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.PureModule;
import mostao.ao.process.Rules;
import mostao.ao.turn.Replay;
import org.junit.jupiter.api.Test;

class PureSessionTest {
  private static final Ed25519Signer AUTHORITY = new Ed25519Signer(new byte[32]);
  private static final String ALICES = "A".repeat(43);
  private static final String BOBS = "B".repeat(42) + "A";

  private final VerifiedItem birth =
      signed(
          Draft.empty()
              .tags(Tags.of("Data-Protocol", "ao", "Type", "Process"))
              .tags(Tags.of("Handle-A-Name", "alice", "Handle-A-Process", ALICES))
              .tags(Tags.of("Handle-B-Name", "bob", "Handle-B-Process", BOBS))
              .tag("Authority", signed(Draft.empty()).owner()));

  private static VerifiedItem signed(Draft draft) {
    return draft.sign(AUTHORITY).orThrow();
  }

  private static VerifiedItem said(String from, String to, String action, String data) {
    return signed(
        Draft.empty()
            .to(to)
            .tags(Tags.of("Type", "Message", "From-Process", from, "Action", action))
            .data(data));
  }

  private static <V, C> Replay<V, C> replay(PureModule<V, C> module) {
    return new Replay<>(module, Rules.defaults());
  }

  @Test
  void whoeverHasTheMessagesEvaluatesThemAgain() {
    var found = ServiceLoader.load(PureModule.class).stream().toList();
    assertThat(found).hasSize(1);
    PureModule<?, ?> module = found.get(0).get();
    assertThat(module.table().kind()).isEqualTo("session");

    Replay<?, ?> replay = replay(module);
    assertThat(replay.next(birth, List.of(), 1)).isEqualTo(Result.nothing());
    String keys = "[{\"pubkey\":\"a\",\"sk\":\"for a\"},{\"pubkey\":\"b\",\"sk\":\"for b\"}]";
    assertThat(answer(replay, said(ALICES, birth.id(), "RotateSessionKey", keys)))
        .contains("\"generation\":1");
    Result sent = replay.next(said(BOBS, birth.id(), "SendMessage", "hello"), List.of(), 5_000);
    assertThat(sent.messages()).hasSize(2);
    assertThat(sent.messages().get(0).data()).contains("\"timestamp\":5");
    assertThat(sent.messages().get(0).anchor()).endsWith("3");
    assertThat(sent.messages().get(1).target()).isEqualTo(ALICES);
    assertThat(answer(replay, said(ALICES, birth.id(), "QueryMessage", "{}"))).contains("hello");
  }

  private static String answer(Replay<?, ?> replay, VerifiedItem item) {
    return replay.next(item, List.of(), 2).messages().get(0).data();
  }

  @Test
  void whatWasAssignedIsNotForIt() {
    Replay<?, ?> replay = replay(new PureSession());
    replay.next(birth, List.of(), 1);
    Result result = replay.next(said(BOBS, ALICES, "Info", ""), List.of("Data"), 2);
    assertThat(result.messages()).isEmpty();
    assertThat(result.output()).contains("not trusted");
  }
}
