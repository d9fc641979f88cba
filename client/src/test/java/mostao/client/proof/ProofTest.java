package mostao.client.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import mostao.ao.ans104.Bundle;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
  private static final Clock NOW = Clock.fixed(Instant.ofEpochMilli(99_000), ZoneOffset.UTC);

  @TempDir private Path folder;
  private final PaperSession paper = new PaperSession(8);
  private Path file;

  @BeforeEach
  void fileOfThePaper() throws Exception {
    file = folder.resolve("conversation.ans104");
    export(paper, paper.session, file, PaperSession.ALICE);
  }

  private static ProofReport export(
      ConversationSource source, String session, Path to, Ed25519Signer exporter)
      throws IOException, InterruptedException {
    return export(source, to, exporter, request(session, Optional.empty(), ProofLimits.DEFAULT));
  }

  private static ProofReport export(
      ConversationSource source, Path to, Ed25519Signer exporter, ProofExport.Request request)
      throws IOException, InterruptedException {
    return new ProofExport(
            source, draft -> PaperSession.signed(exporter, draft), "https://paper", NOW)
        .write(request, to);
  }

  private static ProofExport.Request request(
      String session, Optional<Long> until, ProofLimits limits) {
    return new ProofExport.Request(
        session, PaperSession.ALICES, until, limits, 1_000, Optional.empty());
  }

  private static ProofReport verify(Path file) throws IOException {
    return ProofFile.verify(file, Pins.NONE, ProofLimits.DEFAULT, Optional.empty());
  }

  private List<DataItem> items() throws IOException {
    return new ArrayList<>(Bundle.parse(Files.readAllBytes(file)).orThrow().items());
  }

  /** A file of these, with a header that fits them. */
  private Path file(List<DataItem> items) throws IOException {
    return Files.write(folder.resolve("changed"), Bundle.of(items));
  }

  private void refused(List<DataItem> items, String sentence) throws IOException {
    Path changed = file(items);
    assertThatThrownBy(() -> verify(changed))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void whatAnHonestGatewayShowsHoldsAndSaysWhoSigned() throws Exception {
    ProofReport report = verify(file);
    assertThat(report.holds()).isTrue();
    assertThat(report.session()).isEqualTo(paper.session);
    assertThat(report.messages()).isEqualTo(8);
    assertThat(report.fromProcesses()).isEqualTo(7);
    assertThat(report.scheduler()).isEqualTo(PaperSession.address(PaperSession.SCHEDULER));
    assertThat(report.schedulerNamed()).isTrue();
    assertThat(report.authority()).isEqualTo(PaperSession.address(PaperSession.AUTHORITY));
    assertThat(report.exporter()).isEqualTo(PaperSession.address(PaperSession.ALICE));
    assertThat(report.sides().get(PaperSession.BOBS).name()).isEqualTo("bob");
    assertThat(report.sent()).containsEntry(PaperSession.ALICES, 7L);
    assertThat(report.receipts()).containsOnlyKeys(PaperSession.ALICES).containsValue(7L);
    assertThat(report.first()).isEqualTo(1_000);
    assertThat(report.last()).isEqualTo(8_000);
    assertThat(report.gateway()).isEqualTo("https://paper");
    assertThat(report.exported()).isEqualTo(99_000);
    assertThat(report.recomputed()).isEmpty();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void itIsABundleLikeAnyOther() throws IOException {
    assertThat(new Verifier().readBundle(Files.readAllBytes(file)).isOk()).isTrue();
  }

  @Test
  void twoExportersOfTheSameMessagesHaveTheSameDigest() throws Exception {
    Path other = folder.resolve("other");
    ProofReport report = export(paper, paper.session, other, PaperSession.STRANGER);
    assertThat(report.digest()).isEqualTo(verify(file).digest());
    PaperSession fork = new PaperSession(7);
    fork.hear(
        PaperSession.signed(
            PaperSession.AUTHORITY,
            Draft.empty()
                .to(fork.session)
                .tags(Tags.of("From-Process", PaperSession.ALICES, "Action", "Notify"))),
        Result.nothing());
    ProofReport second = export(fork, fork.session, folder.resolve("fork"), PaperSession.STRANGER);
    assertThat(second.session()).isEqualTo(report.session());
    assertThat(second.digest()).isNotEqualTo(report.digest());
    PaperSession told = new PaperSession(8);
    told.results.set(5, told.results.get(5).saying("something else"));
    assertThat(export(told, told.session, folder.resolve("told"), PaperSession.ALICE).digest())
        .isNotEqualTo(report.digest());
  }

  @Test
  void aBitChangedAnywhereIsFound() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path changed = folder.resolve("changed");
    Random random = new Random(7);
    int step = 1 + whole.length / 500;
    for (int at = 0; at < whole.length; at += 1 + random.nextInt(2 * step - 1)) {
      byte[] copy = whole.clone();
      copy[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(changed, copy);
      assertThatThrownBy(() -> verify(changed))
          .as("byte %d of %d", at, whole.length)
          .isInstanceOf(BrokenProofException.class);
    }
  }

  @Test
  void aFileThatWasCutIsNone() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Path cut = folder.resolve("cut");
    Random random = new Random(7);
    for (int length = 0; length < whole.length; length += 1 + random.nextInt(whole.length / 20)) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> verify(cut))
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(BrokenProofException.class);
    }
    Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(() -> verify(cut)).hasMessageContaining("1 bytes follow the last item");
  }

  @Test
  void anItemDroppedIsFoundWithItsPlace() throws IOException {
    for (int i = 0; i < items().size(); i++) {
      List<DataItem> fewer = items();
      fewer.remove(i);
      refused(fewer, "");
    }
    List<DataItem> gap = items();
    gap.subList(4, 6).clear();
    refused(gap, "item 4 (from byte ");
    refused(gap, "its nonce is 3; expected 2");
  }

  @Test
  void twoSwappedAreFound() throws IOException {
    for (int i = 1; i < items().size(); i++) {
      List<DataItem> other = items();
      Collections.swap(other, i - 1, i);
      refused(other, "item ");
    }
    List<DataItem> pairs = items();
    Collections.rotate(pairs.subList(2, 6), 2);
    refused(pairs, "its nonce is 2; expected 1");
  }

  @Test
  void anItemTwiceIsFound() throws IOException {
    for (int i = 0; i < items().size(); i++) {
      List<DataItem> more = items();
      more.add(i, more.get(i));
      refused(more, "item ");
    }
  }

  @Test
  void whatAForeignerSignedIsFound() throws IOException {
    List<DataItem> items = items();
    for (int i = 0; i < items.size(); i++) {
      DataItem item = items.get(i);
      Draft same =
          Draft.empty()
              .to(item.targetId())
              .anchor(item.anchor())
              .tags(item.tags())
              .data(item.data());
      List<DataItem> other = items();
      other.set(i, PaperSession.signed(PaperSession.STRANGER, same).item());
      refused(other, i == 0 ? "" : "item ");
    }
  }

  /** Whoever exports signs Results, and could sign others. */
  @Test
  void resultsOfOtherMessagesAreFound() throws IOException {
    List<DataItem> items = items();
    int at = 0;
    while (!items.get(at).tags().has("Type", "Results")) {
      at++;
    }
    String lines = new String(items.get(at).data(), StandardCharsets.UTF_8);
    Draft results = Draft.empty().tags(items.get(at).tags());
    for (String other :
        List.of(
            lines.replaceFirst("\"Nonce\":2,", "\"Nonce\":3,"),
            lines.replaceFirst(
                "(\"Nonce\":2,\"Message\":)\"[^\"]+\"", "$1\"" + PaperSession.BOBS + "\""),
            lines.substring(lines.indexOf('\n') + 1),
            lines + lines.substring(0, lines.indexOf('\n') + 1),
            lines.substring(0, lines.length() - 1),
            "{}\n",
            "")) {
      assertThat(other).isNotEqualTo(lines);
      items.set(at, PaperSession.signed(PaperSession.ALICE, results.data(other)).item());
      refused(items, "item " + at + " (from byte ");
    }
    // Nor is anything behind the last line.
    items.set(at, PaperSession.signed(PaperSession.ALICE, results.data(lines)).item());
    assertThat(verify(file(items)).messages()).isEqualTo(8);
  }

  /** The authority has signed something else than the Result says. */
  @Test
  void receiptsOfOtherResultsAreFound() throws IOException {
    List<DataItem> items = items();
    int at = 0;
    while (!items.get(at).targetId().equals(PaperSession.ALICES)) {
      at++;
    }
    DataItem receipt = items.get(at);
    Draft same = Draft.empty().to(receipt.targetId()).anchor(receipt.anchor());
    List<Draft> others =
        List.of(
            same.tags(receipt.tags()).data("{}"),
            same.tags(Tags.of("Action", "Notify")).tags(receipt.tags()).data(receipt.data()),
            same.tags(receipt.tags().filter(tag -> !tag.name().equals("Reference")))
                .data(receipt.data()));
    for (Draft other : others) {
      items.set(at, PaperSession.signed(PaperSession.AUTHORITY, other).item());
      refused(items, "the authority signed something else");
    }
  }

  @Test
  void aBundleOfBundlesIsNoConversation() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    VerifiedItem carrier =
        PaperSession.signed(
            PaperSession.ALICE,
            Draft.empty()
                .tags(Tags.of("Bundle-Format", "binary", "Bundle-Version", "2.0.0"))
                .data(whole));
    refused(List.of(carrier.item()), "neither an assignment");
    List<DataItem> inside = items();
    inside.add(2, carrier.item());
    refused(inside, "item 2 ");
  }

  @Test
  void headersPromiseNothingThatIsRead() throws IOException {
    byte[] whole = Files.readAllBytes(file);
    for (long count : new long[] {Long.MAX_VALUE, 1L << 40, whole.length, -1, 0}) {
      refused(with(whole, 0, count), "");
    }
    for (long size : new long[] {Long.MAX_VALUE, 1L << 31, whole.length, -1, 0}) {
      refused(with(whole, ProofFile.NUMBER, size), "its header says");
    }
    byte[] high = whole.clone();
    high[31] = 1;
    refused(high, "2^63 or more");
    // As many headers as a file has room for, and nothing else.
    byte[] endless = new byte[ProofFile.NUMBER + 64 * 500_000];
    refused(with(endless, 0, 500_000), "more than 100000 messages have");
    int large = 16 * 1024 * 1024 + 1;
    byte[] wide = with(new byte[ProofFile.NUMBER + 64 + large], ProofFile.NUMBER, large);
    refused(with(wide, 0, 1), "it has 16777217 bytes; at most 16777216 are read");
  }

  private static byte[] with(byte[] whole, int at, long number) {
    byte[] copy = whole.clone();
    ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(at, number);
    return copy;
  }

  private void refused(byte[] bytes, String sentence) throws IOException {
    Path changed = Files.write(folder.resolve("changed"), bytes);
    assertThatThrownBy(() -> verify(changed))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void limitsHoldForReadingAndWriting() throws Exception {
    ProofLimits few = new ProofLimits(7, ProofLimits.DEFAULT_BYTES);
    assertThatThrownBy(() -> ProofFile.verify(file, Pins.NONE, few, Optional.empty()))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining("more than 7 messages");
    Path none = folder.resolve("none");
    assertThatThrownBy(
            () ->
                export(
                    paper, none, PaperSession.ALICE, request(paper.session, Optional.empty(), few)))
        .hasMessageContaining("more than 7 messages (--messages)");
    ProofLimits small = new ProofLimits(8, Files.size(file) - 1);
    assertThatThrownBy(() -> ProofFile.verify(file, Pins.NONE, small, Optional.empty()))
        .hasMessageContaining("(--bytes)");
    assertThatThrownBy(
            () ->
                export(
                    paper,
                    none,
                    PaperSession.ALICE,
                    request(paper.session, Optional.empty(), small)))
        .hasMessageContaining("(--bytes)");
    onlyTheFileIsThere();
  }

  @Test
  void asManyMessagesAsAskedForAreLookedAtForReceipts() throws Exception {
    ProofExport.Request five =
        new ProofExport.Request(
            paper.session,
            PaperSession.ALICES,
            Optional.empty(),
            ProofLimits.DEFAULT,
            5,
            Optional.empty());
    assertThat(export(paper, folder.resolve("five"), PaperSession.ALICE, five).receipts())
        .containsEntry(PaperSession.ALICES, 5L);
  }

  private void onlyTheFileIsThere() throws IOException {
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void aPartOfItEndsWhereAskedFor() throws Exception {
    Path part = folder.resolve("part");
    export(
        paper,
        part,
        PaperSession.ALICE,
        request(paper.session, Optional.of(4L), ProofLimits.DEFAULT));
    assertThat(verify(part).messages()).isEqualTo(5);
    assertThatThrownBy(
            () ->
                export(
                    paper,
                    folder.resolve("more"),
                    PaperSession.ALICE,
                    request(paper.session, Optional.of(8L), ProofLimits.DEFAULT)))
        .hasMessageContaining("shows 8 messages");
  }

  @Test
  void aFileThatIsThereStaysAsItIs() throws IOException {
    byte[] before = Files.readAllBytes(file);
    assertThatThrownBy(() -> export(paper, paper.session, file, PaperSession.STRANGER))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
    onlyTheFileIsThere();
  }

  @Test
  void whatTheReaderKnowsIsCompared() {
    String stranger = PaperSession.address(PaperSession.STRANGER);
    Optional<String> other = Optional.of(stranger);
    Optional<String> any = Optional.empty();
    for (Pins pins :
        List.of(new Pins(other, any, any), new Pins(any, other, any), new Pins(any, any, other))) {
      assertThatThrownBy(() -> ProofFile.verify(file, pins, ProofLimits.DEFAULT, Optional.empty()))
          .isInstanceOf(BrokenProofException.class)
          .hasMessageContaining("not " + stranger);
    }
  }

  @Test
  void resultsAreComparedWithWhatTheProgramGivesAgain() throws IOException {
    Recomputation same = (process, item, slot) -> paper.results.get((int) slot.nonce());
    ProofReport report = ProofFile.verify(file, Pins.NONE, ProofLimits.DEFAULT, Optional.of(same));
    assertThat(report.recomputed()).contains(8L);
    assertThat(report.holds()).isTrue();
    Recomputation other =
        (process, item, slot) ->
            slot.nonce() == 5 ? Result.said("no") : paper.results.get((int) slot.nonce());
    report = ProofFile.verify(file, Pins.NONE, ProofLimits.DEFAULT, Optional.of(other));
    assertThat(report.differs()).contains(5L);
    assertThat(report.holds()).isFalse();
  }

  /** What a gateway may show that is not so; nothing of it becomes a file. */
  @Test
  void aGatewayThatLiesIsFoundBeforeAnythingIsWritten() throws IOException {
    Files.delete(file);
    lies(lie -> lie.entries.remove(3), "its nonce is 4; expected 3");
    lies(lie -> Collections.swap(lie.entries, 3, 4), "its nonce is 4; expected 3");
    lies(
        lie -> {
          SchedulePage.Entry third = lie.entries.get(3);
          lie.entries.set(
              3, new SchedulePage.Entry(third.assignment(), lie.entries.get(4).message()));
        },
        "the assignment before it is of message");
    lies(lie -> Collections.swap(lie.results, 3, 4), "answers another reference");
    lies(lie -> lie.results.remove(7), "no Result of nonce 7");
    lies(lie -> lie.entries.clear(), "shows 0 messages");
    lies(lie -> lie.entries.remove(0), "its nonce is 1; expected 0");
    // The same message again, under a place of its own.
    lies(lie -> lie.hear(lie.entries.get(2).message(), Result.nothing()), "was there before");
    // Somebody speaks for a process.
    lies(
        lie ->
            lie.hear(
                PaperSession.signed(
                    PaperSession.STRANGER,
                    Draft.empty().to(lie.session).tags(Tags.of("From-Process", PaperSession.BOBS))),
                Result.nothing()),
        "not the authority");
    // A second history: its chain is another's.
    lies(
        lie -> lie.entries.set(5, new PaperSession(8, "forked").entries.get(5)),
        "its Hash-Chain is not");
  }

  private interface Lie {
    void tell(PaperSession paper);
  }

  private void lies(Lie lie, String sentence) throws IOException {
    PaperSession lying = new PaperSession(8);
    lie.tell(lying);
    assertThatThrownBy(() -> export(lying, lying.session, file, PaperSession.ALICE))
        .isInstanceOf(BrokenProofException.class)
        .hasMessageContaining(sentence);
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void aGatewayThatNeverEndsIsStopped() throws IOException {
    Files.delete(file);
    ConversationSource endless =
        new ConversationSource() {
          @Override
          public SchedulePage schedule(String process, long after, int limit) {
            return new SchedulePage(paper.schedule(process, after, limit).entries(), true);
          }

          @Override
          public SchedulePage scheduleSince(String process, long time, int limit) {
            return schedule(process, -1, limit);
          }

          @Override
          public ResultsPage results(String process, String after, int limit) {
            return paper.results(process, after, limit);
          }
        };
    // Pages with nothing in them end it; the end is what the last of them shows.
    assertThat(assertedExport(endless).messages()).isEqualTo(8);
  }

  private ProofReport assertedExport(ConversationSource source) throws IOException {
    try {
      return export(source, paper.session, file, PaperSession.ALICE);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
