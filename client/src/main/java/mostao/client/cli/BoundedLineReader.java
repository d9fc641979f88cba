package mostao.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Lines of a stream, none of them held when it is longer than allowed. Not thread-safe.
 *
 * <p>Lines end with LF or CRLF. The bytes are taken as Latin-1, which keeps characters outside
 * base64url recognisable.
 */
final class BoundedLineReader {
  /** One line, or the fact that it was too long. */
  record Line(String text, boolean tooLong) {
    private static final Line TOO_LONG = new Line("", true);
  }

  private static final int CHUNK = 64 * 1024;

  private final InputStream in;
  private final int maxLength;
  private final byte[] chunk = new byte[CHUNK];
  private int at;
  private int end;
  private byte[] line = new byte[4096];

  /**
   * @param maxLength in bytes, the line's end not counted; at most 2^30
   */
  BoundedLineReader(InputStream in, int maxLength) {
    this.in = in;
    this.maxLength = maxLength;
  }

  /** Whether the next read is sure not to wait for the writer of the stream. */
  boolean hasMore() throws IOException {
    return at < end || in.available() > 0;
  }

  /** The next line, if any. A last line without an end counts, an empty rest does not. */
  Optional<Line> next() throws IOException {
    int length = 0;
    boolean tooLong = false;
    while (at < end || fill()) {
      int from = at;
      while (at < end && chunk[at] != '\n') {
        at++;
      }
      int found = at - from;
      // One more for the CR that isn't part of the line.
      tooLong |= found > maxLength + 1L - length;
      if (!tooLong) {
        keep(from, length, found);
        length += found;
      }
      if (at < end) {
        at++;
        return Optional.of(ended(length, tooLong));
      }
    }
    return length == 0 && !tooLong ? Optional.empty() : Optional.of(ended(length, tooLong));
  }

  private boolean fill() throws IOException {
    at = 0;
    end = Math.max(0, in.read(chunk));
    return end > 0;
  }

  private void keep(int from, int length, int found) {
    if (line.length < length + found) {
      line = Arrays.copyOf(line, Math.max(2 * line.length, length + found));
    }
    System.arraycopy(chunk, from, line, length, found);
  }

  private Line ended(int length, boolean tooLong) {
    int text = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
    return tooLong || text > maxLength
        ? Line.TOO_LONG
        : new Line(new String(line, 0, text, StandardCharsets.ISO_8859_1), false);
  }
}
