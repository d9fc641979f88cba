package mostao.client.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mostao.client.chat.Conversation;
import mostao.client.chat.HandleName;
import mostao.client.chat.StoredMessage;
import mostao.client.envelope.Verdict;
import mostao.client.seal.DecryptionException;

/** Compares the sent messages with the session's history. */
final class HistoryCheck {
  /**
   * A text that was sent.
   *
   * @param content as sealed
   */
  record SentText(HandleName by, String text, String content) {}

  private final List<SentText> said;
  private final DemoReportBuilder findings;
  private final Map<Conversation, Map<Long, Verdict>> verdictsOf = new HashMap<>();

  HistoryCheck(List<SentText> said, DemoReportBuilder findings) {
    this.said = said;
    this.findings = findings;
  }

  /**
   * Each side reads and opens what the other said.
   *
   * @param after id of the last message before this run
   */
  void compare(Conversation one, Conversation other, long after)
      throws IOException, InterruptedException {
    List<StoredMessage> stored = one.history(after);
    findings.check(stored.equals(other.history(after)), "the two sides read different histories");
    verdicts(one);
    verdicts(other);
    Map<String, SentText> byContent = new HashMap<>();
    said.forEach(message -> byContent.put(message.content(), message));
    List<SentText> found = new ArrayList<>();
    long time = 0;
    findings.inOrder = true;
    for (StoredMessage message : stored) {
      SentText original = byContent.get(message.content());
      if (original == null || found.contains(original)) {
        findings.duplicates++;
        continue;
      }
      found.add(original);
      findings.inOrder &= message.timestamp() >= time && message.isFrom(original.by());
      time = message.timestamp();
      boolean byOne = one.own().name().equals(original.by());
      open(message, original, byOne ? other : one);
    }
    findings.delivered = found.size();
    findings.inOrder &= isOrderKept(one, found) && isOrderKept(other, found);
  }

  /**
   * Each side opens what was said before.
   *
   * @param until id of the last message before this run
   */
  void reopen(Conversation one, Conversation other, long until)
      throws IOException, InterruptedException {
    for (StoredMessage message : one.history(0)) {
      if (message.id() > until) {
        return;
      }
      try {
        findings.check(
            one.open(message).equals(other.open(message)),
            "the two sides read message " + message.id() + " differently");
        findings.earlier++;
      } catch (DecryptionException closed) {
        findings.problems.add(
            "message " + message.id() + " of an earlier run stays closed: " + closed.getMessage());
      }
    }
  }

  private void verdicts(Conversation reader) throws IOException, InterruptedException {
    Map<Long, Verdict> verdicts = new HashMap<>();
    Conversation.Page page = reader.readAll();
    page.messages().forEach(read -> verdicts.put(read.stored().id(), read.verdict()));
    findings.problems.addAll(page.warnings());
    verdictsOf.put(reader, verdicts);
  }

  private void open(StoredMessage message, SentText original, Conversation reader) {
    Verdict verdict = verdictsOf.get(reader).get(message.id());
    if (verdict instanceof Verdict.Refused refused) {
      findings.problems.add("message " + message.id() + " is refused: " + refused.detail());
    }
    findings.verified += verdict instanceof Verdict.Verified ? 1 : 0;
    String text = verdict.readable().map(Verdict.Letter::body).orElse("");
    findings.decrypted += text.equals(original.text()) ? 1 : 0;
    findings.transcript.add(
        new DemoReport.Line(
            message.id(), original.by().name(), text, message.timestamp(), message.generation()));
  }

  // Between the two sides there's no order but the session's; each side's own must be kept.
  private boolean isOrderKept(Conversation side, List<SentText> found) {
    List<SentText> before = said.stream().filter(m -> m.by().equals(side.own().name())).toList();
    List<SentText> now = found.stream().filter(m -> m.by().equals(side.own().name())).toList();
    return now.equals(before.stream().filter(now::contains).toList());
  }
}
