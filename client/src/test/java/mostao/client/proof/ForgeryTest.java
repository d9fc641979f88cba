package mostao.client.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.ans104.Bundle;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.client.http.SchedulePage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is signed by somebody, in order, and still not so: of a gateway, and of an exporter. */
class ForgeryTest {
  @TempDir private Path folder;

  private List<DataItem> exported(PaperSession paper, Optional<String> scheduler)
      throws IOException, InterruptedException {
    Path file = Files.createTempDirectory(folder, "export").resolve("conversation");
    new ProofExport(
            paper,
            draft -> PaperSession.signed(PaperSession.ALICE, draft),
            "https://paper",
            Clock.systemUTC())
        .write(
            new ProofExport.Request(
                paper.session,
                PaperSession.ALICES,
                Optional.empty(),
                ProofLimits.DEFAULT,
                1_000,
                scheduler),
            file);
    return new ArrayList<>(Bundle.parse(Files.readAllBytes(file)).orThrow().items());
  }

  private List<DataItem> exported(int messages) throws IOException, InterruptedException {
    return exported(new PaperSession(messages), Optional.empty());
  }

  private ProofReport verify(List<DataItem> items, Pins pins, Optional<Recomputation> program)
      throws IOException {
    Path file = Files.write(folder.resolve("forged"), Bundle.of(items));
    return ProofFile.verify(file, pins, ProofLimits.DEFAULT, program);
  }

  private void notShown(PaperSession lying, String sentence) {
    assertThatThrownBy(() -> exported(lying, Optional.empty()))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining(sentence);
  }

  private void refused(List<DataItem> items, String sentence) {
    assertThatThrownBy(() -> verify(items, Pins.NONE, Optional.empty()))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining(sentence);
  }

  private static DataItem signed(Ed25519Signer signer, Draft draft) {
    return PaperSession.signed(signer, draft).item();
  }

  private static Draft like(DataItem item) {
    return Draft.empty().to(item.targetId()).anchor(item.anchor()).tags(item.tags());
  }

  private static List<Integer> places(List<DataItem> items, String type) {
    List<Integer> places = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i).tags().has("Type", type)) {
        places.add(i);
      }
    }
    return places;
  }

  private static Tags without(Tags tags, String name) {
    return tags.filter(tag -> !tag.name().equals(name));
  }

  @Test
  void onlyOneSchedulerAssignsAndTimeDoesNotFall() {
    PaperSession second = new PaperSession(4);
    second.scheduler = PaperSession.STRANGER;
    second.hear(PaperSession.signed(PaperSession.ALICE, Draft.empty().to(second.session)), none());
    notShown(second, "those before are of " + PaperSession.address(PaperSession.SCHEDULER));
    PaperSession earlier = new PaperSession(4);
    earlier.late = -5_000;
    earlier.hear(
        PaperSession.signed(PaperSession.ALICE, Draft.empty().to(earlier.session)), none());
    notShown(earlier, "before that of the message before it");
  }

  private static Result none() {
    return Result.nothing();
  }

  @Test
  void theFirstMessageIsASessionThatTrustsWhoSignedIt() {
    Tags right = PaperSession.birthTags();
    notShown(born(without(right, "Type").and("Type", "Message")), "is not its process item");
    notShown(born(without(right, "Handle-B-Process")), "it has no two handles");
    notShown(
        born(
            without(right, "Authority")
                .and("Authority", PaperSession.address(PaperSession.STRANGER))),
        "which the process does not trust");
  }

  private static PaperSession born(Tags tags) {
    return new PaperSession(3, "content", tags);
  }

  /** Its key may have been replaced; then the reader says by which. */
  @Test
  void anotherSchedulerThanTheProcessItemNamesIsNamedByTheReader() throws Exception {
    PaperSession paper =
        born(
            without(PaperSession.birthTags(), "Scheduler")
                .and("Scheduler", PaperSession.address(PaperSession.STRANGER)));
    notShown(paper, "the process item names the scheduler");
    Optional<String> now = Optional.of(PaperSession.address(PaperSession.SCHEDULER));
    List<DataItem> items = exported(paper, now);
    refused(items, "the process item names the scheduler");
    ProofReport report =
        verify(items, new Pins(Optional.empty(), now, Optional.empty()), Optional.empty());
    assertThat(report.schedulerNamed()).isFalse();
    assertThat(report.messages()).isEqualTo(3);
  }

  @Test
  void resultsStandWhereTheyBelong() throws Exception {
    List<DataItem> right = exported(8);
    int at = places(right, "Results").get(0);
    DataItem results = right.get(at);

    List<DataItem> items = new ArrayList<>(right);
    items.add(at + 1, signed(PaperSession.ALICE, like(results)));
    refused(items, "it has 0 Results; 0 messages before it have none");

    items = new ArrayList<>(right);
    items.add(0, results);
    refused(items, "it stands before the first message");

    Tags other = without(results.tags(), "Session").and("Session", PaperSession.BOBS);
    items = new ArrayList<>(right);
    items.set(at, signed(PaperSession.ALICE, Draft.empty().tags(other).data(results.data())));
    refused(items, "it is of another session");

    String lines = new String(results.data(), StandardCharsets.UTF_8);
    items = new ArrayList<>(right);
    items.set(
        at,
        signed(
            PaperSession.ALICE,
            like(results).data(lines.replaceFirst("SendMessage-Response", "Notify-Response"))));
    refused(items, "is an answer to Notify-Response, and the message is a SendMessage");
  }

  @Test
  void receiptsAreOfTheSessionAndStandBehindTheirResults() throws Exception {
    List<DataItem> right = exported(110);
    assertThat(right).filteredOn(item -> item.targetId().equals(PaperSession.ALICES)).hasSize(109);
    int at = places(right, "Results").get(0) + 1;
    DataItem receipt = right.get(at);
    assertThat(receipt.targetId()).isEqualTo(PaperSession.ALICES);

    List<DataItem> items = new ArrayList<>(right);
    items.set(at, signed(PaperSession.STRANGER, like(receipt).data(receipt.data())));
    refused(items, "signed, not the authority");

    Tags other = without(receipt.tags(), "From-Process").and("From-Process", PaperSession.BOBS);
    items.set(
        at,
        signed(
            PaperSession.AUTHORITY,
            Draft.empty()
                .to(receipt.targetId())
                .anchor(receipt.anchor())
                .tags(other)
                .data(receipt.data())));
    refused(items, "nor anything that a Result before it sends");

    items = new ArrayList<>(right);
    items.remove(at);
    items.add(places(items, "Results").get(1) + 1, receipt);
    refused(items, "nor anything that a Result before it sends");
  }

  @Test
  void whatOthersSentTheHandleIsNoReceipt() throws Exception {
    PaperSession paper = new PaperSession(2);
    Draft other =
        Draft.empty()
            .to(PaperSession.ALICES)
            .anchor("9".repeat(32))
            .tags(Tags.of("Type", "Message", "From-Process", PaperSession.BOBS));
    VerifiedItem message = PaperSession.signed(PaperSession.AUTHORITY, other);
    paper.inbox.add(
        new SchedulePage.Entry(paper.assigned(PaperSession.ALICES, message.id()), message));
    paper.say(PaperSession.BOBS, 2);
    assertThat(exported(paper, Optional.empty()))
        .filteredOn(item -> item.targetId().equals(PaperSession.ALICES))
        .hasSize(2)
        .allMatch(item -> item.tags().has("From-Process", paper.session));
    paper.inbox.set(
        0,
        new SchedulePage.Entry(
            PaperSession.signed(PaperSession.SCHEDULER, Draft.empty().tag("Nonce", "none")),
            message));
    notShown(paper, "an assignment without a nonce");
  }

  /** Its exporter signs it, over whatever stands before. */
  @Test
  void theEndIsOfAllThatWasSaid() throws Exception {
    List<DataItem> right = exported(8);
    DataItem end = right.get(right.size() - 1);
    for (Draft other :
        List.of(
            like(end).data("more"),
            like(end).to(PaperSession.ALICES),
            Draft.empty()
                .tags(without(end.tags(), "Timestamp").and("Timestamp", Long.toString(1L << 60))),
            Draft.empty().tags(without(end.tags(), "Timestamp")))) {
      List<DataItem> items = new ArrayList<>(right);
      items.set(items.size() - 1, signed(PaperSession.ALICE, other));
      refused(items, "item " + (items.size() - 1) + " ");
    }

    List<DataItem> silent = right.subList(0, places(right, "Results").get(0));
    ProofCheck check = new ProofCheck(Pins.NONE, ProofLimits.DEFAULT, Optional.empty());
    for (DataItem item : silent) {
      check.accept(new Verifier().verify(item).orThrow());
    }
    List<DataItem> items = new ArrayList<>(silent);
    items.add(signed(PaperSession.ALICE, check.end("https://paper", 1)));
    refused(items, "8 messages before it have no Results");
  }

  /** What the program makes of a message is kept until its Result comes. */
  @Test
  void fewMessagesWaitForTheirResults() throws Exception {
    List<DataItem> right = exported(101);
    assertThat(places(right, "Results")).hasSize(2).startsWith(200);
    assertThat(verify(right, Pins.NONE, Optional.empty()).messages()).isEqualTo(101);
    List<DataItem> late = new ArrayList<>(right);
    late.subList(200, places(right, "Results").get(1)).removeIf(item -> !isOf(item, "Assignment"));
    refused(late, "item 200 (from byte ");
    refused(late, "100 messages before it have no Results");
  }

  @Test
  void largeResultsDoNotWaitForOthers() throws Exception {
    PaperSession paper = new PaperSession(2);
    for (int i = 0; i < 3; i++) {
      Draft question = Draft.empty().to(paper.session).tag("Reference", Integer.toString(i));
      paper.hear(
          PaperSession.signed(PaperSession.ALICE, question), Result.said("x".repeat(600_000)));
    }
    assertThat(places(exported(paper, Optional.empty()), "Results")).hasSize(2);
  }

  private static boolean isOf(DataItem item, String type) {
    return item.tags().has("Type", type);
  }

  @Test
  void theProgramIsNotAskedAgainAfterItDiffered() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Recomputation other =
        (process, message, slot) -> {
          asked.incrementAndGet();
          return Result.said("no");
        };
    ProofReport report = verify(exported(150), Pins.NONE, Optional.of(other));
    assertThat(report.differs()).contains(0L);
    assertThat(asked).hasValue(100);
  }
}
