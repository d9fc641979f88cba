package mostao.client.terminal;

import java.util.Locale;

/**
 * What others wrote, as a terminal may be given it: nothing in it moves the cursor, changes
 * colours, turns the direction of writing or begins a line.
 */
public final class Printable {
  private static final int NON_JOINER = 0x200C;
  private static final int JOINER = 0x200D;

  private Printable() {}

  /** With a question mark for every character that does more than being seen. */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' || c == '\n' ? ' ' : c)
        .map(c -> isSeen(c) ? c : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** As {@link #of}, but what breaks lines and columns stays. */
  static String lines(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .map(c -> c == '\t' || c == '\n' || isSeen(c) ? c : '?')
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }

  /** JSON that says the same, with escapes in place of such characters. */
  public static String json(String json) {
    StringBuilder printable = new StringBuilder(json.length());
    json.chars()
        .forEach(
            c -> {
              if (isSeen(c) || Character.isSurrogate((char) c)) {
                printable.append((char) c);
              } else {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
              }
            });
    return printable.toString();
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      // Emoji are made with joiners.
      case Character.FORMAT -> c == NON_JOINER || c == JOINER;
      default -> true;
    };
  }
}
