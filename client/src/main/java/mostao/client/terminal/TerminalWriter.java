package mostao.client.terminal;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/**
 * What a command writes to: whatever passes has a question mark for every character that does more
 * than being seen, line breaks and tabs apart. Commands still call {@link Printable} for what
 * others wrote, which must not begin a line either; this is for the one that forgets it.
 */
public final class TerminalWriter extends PrintWriter {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Writer terminal;

  public TerminalWriter(Writer terminal) {
    super(new Seen(terminal), true);
    this.terminal = terminal;
  }

  /** Empties the line that the cursor is in. */
  public void clearLine() {
    flush();
    try {
      terminal.write(CLEAR_LINE);
    } catch (IOException closed) {
      setError();
    }
  }

  /** A line in a colour, which the text in it can't change. */
  public void println(Ink ink, String text) {
    if (ink == Ink.PLAIN) {
      println(text);
      return;
    }
    flush();
    try {
      terminal.write(ink.begin() + Printable.lines(text) + Ink.PLAIN.begin());
    } catch (IOException closed) {
      setError();
    }
    println();
  }

  private static final class Seen extends FilterWriter {
    Seen(Writer terminal) {
      super(terminal);
    }

    @Override
    public void write(String text, int from, int length) throws IOException {
      out.write(Printable.lines(text.substring(from, from + length)));
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
      out.write(Printable.lines(new String(text, from, length)));
    }

    @Override
    public void write(int character) throws IOException {
      out.write(Printable.lines(Character.toString(character)));
    }
  }
}
