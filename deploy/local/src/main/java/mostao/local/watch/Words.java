package mostao.local.watch;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import mostao.client.terminal.Printable;

/** How times, ids and contents are written. */
final class Words {
  private static final int ID = 9;
  private static final int CONTENTS = 160;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final boolean full;

  /**
   * @param full whether ids and contents are whole
   */
  Words(boolean full) {
    this.full = full;
  }

  static String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis));
  }

  /** Its first characters, unless whole ones are asked for. */
  String id(String id) {
    return Printable.of(full || id.length() <= ID ? id : id.substring(0, ID) + "…");
  }

  String contents(String contents) {
    boolean whole = full || contents.length() <= CONTENTS;
    return Printable.of(
        whole
            ? contents
            : contents.substring(0, CONTENTS) + "… (" + contents.length() + " characters)");
  }

  /** One sentence of somebody else's, on one line. */
  static String of(String text) {
    return Printable.of(text.length() <= CONTENTS ? text : text.substring(0, CONTENTS) + "…");
  }

  String result(Seen.Evaluated result) {
    return result
        .error()
        .map(error -> "failed: " + of(error))
        .or(() -> result.refusal().map(code -> "refused: " + of(code)))
        .orElseGet(() -> sent(result));
  }

  private static String sent(Seen.Evaluated result) {
    StringBuilder sent = new StringBuilder("Result: ");
    sent.append(count(result.messages().size(), "message"));
    if (!result.spawns().isEmpty()) {
      sent.append(", ").append(count(result.spawns().size(), "spawn"));
    }
    if (result.assignments() > 0) {
      sent.append(", ").append(count(result.assignments(), "assignment"));
    }
    return sent.toString();
  }

  static String count(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  /** The code of a refusal that a message carries. */
  static String error(Optional<String> error) {
    return error.map(code -> "  Error " + of(code)).orElse("");
  }
}
