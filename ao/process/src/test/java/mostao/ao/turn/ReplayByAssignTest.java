package mostao.ao.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Message;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Action;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Answer;
import mostao.ao.process.Env;
import mostao.ao.process.Outcome;
import mostao.ao.process.Rules;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;

/**
 * Mallory knows the id of a message that Alice signed for one of her processes and assigns it to
 * another of them, so that it would act there in Alice's name.
 */
class ReplayByAssignTest {
  private static final Ed25519Signer ALICE = new Ed25519Signer(filled(2));
  private static final String HERS = Base64Url.encode(filled(10));
  private static final String HERS_TOO = Base64Url.encode(filled(11));
  private static final String SENTENCE = "Assignment is not trusted by this process!";

  private final InboxVerifier verifier = new InboxVerifier(new Verifier());
  private final List<Message> performed = new ArrayList<>();
  private final VerifiedItem rename =
      Draft.empty()
          .to(HERS)
          .anchor("a".repeat(32))
          .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "Rename"))
          .data("mallory")
          .sign(ALICE)
          .orThrow();
  private final InboxRecord sent = InboxVerifier.record(rename, rename.owner(), HERS);

  @Test
  void aMessageAssignedToAnotherProcessRunsNoHandlerThere() {
    assertThat(evaluate(sent, HERS).changes()).containsExactly("renamed");
    Outcome<String> replayed = evaluate(sent.assignedTo(HERS_TOO, List.of()), HERS_TOO);
    assertThat(performed).hasSize(1);
    assertThat(replayed.changes()).isEmpty();
    assertThat(replayed.result())
        .isEqualTo(new Result(List.of(), List.of(), List.of(), SENTENCE, Optional.empty()));
    assertThat(replayed.reference()).isEqualTo(7);
  }

  @Test
  void aProcessItemThatIsAssignedGivesBirthToNothing() {
    VerifiedItem item =
        Draft.empty().tags(Tags.of("Data-Protocol", "ao", "Type", "Process")).sign(ALICE).orThrow();
    InboxRecord birth = InboxVerifier.record(item, item.owner(), item.id());
    Outcome<String> assigned = evaluate(birth.assignedTo(HERS, List.of()), HERS);
    assertThat(assigned.result().output()).isEqualTo(SENTENCE);
    assertThat(performed).isEmpty();
    assertThat(fault(birth.assignedTo(item.id(), List.of()), item.id())).isEqualTo("WrongTarget");
  }

  @Test
  void aRecordThatHidesTheSignedTargetIsNoMessage() {
    InboxRecord assigned = sent.assignedTo(HERS_TOO, List.of());
    assertThat(fault(retargeted(sent, HERS_TOO, Optional.empty()), HERS_TOO))
        .isEqualTo("NotSigned");
    for (String lie : List.of(HERS_TOO, "", Base64Url.encode(filled(12)))) {
      Optional<InboxRecord.Assigned> hidden = Optional.of(new InboxRecord.Assigned(lie, List.of()));
      assertThat(fault(retargeted(assigned, HERS_TOO, hidden), HERS_TOO))
          .as(lie)
          .isIn("NotSigned", "WrongTarget");
    }
    assertThat(fault(sent.assignedTo(HERS, List.of()), HERS)).isEqualTo("WrongTarget");
  }

  /** Otherwise the message would count as evaluated there, without anything having been done. */
  @Test
  void anotherSpellingOfItsOwnTargetIsNoOtherProcess() {
    char last = HERS.charAt(HERS.length() - 1);
    String respelled = HERS.substring(0, HERS.length() - 1) + (char) (last + 1);
    assertThat(Base64.getUrlDecoder().decode(respelled))
        .as("the same bytes to a lenient reader")
        .isEqualTo(filled(10));
    InboxRecord assigned = sent.assignedTo(HERS_TOO, List.of());
    Optional<InboxRecord.Assigned> hidden =
        Optional.of(new InboxRecord.Assigned(respelled, List.of()));
    assertThat(fault(retargeted(assigned, HERS, hidden), HERS)).isEqualTo("WrongType");
  }

  @Test
  void excludedFieldsAreAbsentButWhoSpeaksStays() {
    Message seen =
        verified(
                sent.assignedTo(
                    HERS_TOO, List.of("Data", "Tags", "Anchor", "Owner", "From", "Target")),
                HERS_TOO)
            .message(5);
    assertThat(seen.data()).isEmpty();
    assertThat(seen.tags()).isEqualTo(Tags.none());
    assertThat(seen.anchor()).isEmpty();
    assertThat(seen.owner()).isEqualTo(ALICE.address());
    assertThat(seen.from()).isEqualTo(ALICE.address());
    assertThat(seen.target()).isEqualTo(HERS);
    Message whole = verified(sent.assignedTo(HERS_TOO, List.of()), HERS_TOO).message(5);
    assertThat(whole.data()).isEqualTo("mallory");
    assertThat(whole.anchor()).isEqualTo("a".repeat(32));
  }

  private Outcome<String> evaluate(InboxRecord record, String process) {
    VerifiedRecord verified = verified(record, process);
    assertThat(verified.inbox()).isEqualTo(record);
    Action<String, String> act =
        request -> {
          performed.add(request.message());
          return Answer.quiet(List.of("renamed"));
        };
    ActionTable<String, String> table =
        ActionTable.<String, String>of("test", env -> "")
            .on("Rename", act)
            .onBirth(act)
            .otherwise(act)
            .build();
    Env env = new Env(process, ALICE.address(), Tags.none(), Rules.defaults());
    return table.evaluate("", env, 7, verified.message(1));
  }

  private VerifiedRecord verified(InboxRecord record, String key) {
    Decoded<VerifiedRecord> verified = verifier.verify(received(record, key));
    assertThat(verified).isInstanceOf(Decoded.Ok.class);
    return ((Decoded.Ok<VerifiedRecord>) verified).value();
  }

  private String fault(InboxRecord record, String key) {
    return verifier.verify(received(record, key)) instanceof Decoded.Bad<VerifiedRecord> bad
        ? bad.fault().name()
        : "none";
  }

  private static ReceivedRecord received(InboxRecord record, String key) {
    return new ReceivedRecord("ao.test.inbox", 0, 0, 1, key, Wire.encode(record));
  }

  private static InboxRecord retargeted(
      InboxRecord good, String target, Optional<InboxRecord.Assigned> assigned) {
    return new InboxRecord(
        good.id(),
        good.owner(),
        good.ownerKey(),
        good.signatureType(),
        good.signature(),
        good.from(),
        target,
        good.anchor(),
        good.tags(),
        good.data(),
        assigned);
  }

  private static byte[] filled(int value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
