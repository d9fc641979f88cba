package mostao.gateway.streams;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the stream of a process: behind the message (part 0) or the Result (part 1) of a
 * nonce. As text {@code nonce.part}.
 */
record Cursor(long nonce, int part) implements Comparable<Cursor> {
  private static final Pattern FORM = Pattern.compile("(-1|[0-9]{1,18})\\.([01])");

  /** Behind everything with a nonce below this. */
  static Cursor before(long nonce) {
    return new Cursor(nonce - 1, 1);
  }

  static Cursor message(long nonce) {
    return new Cursor(nonce, 0);
  }

  static Cursor result(long nonce) {
    return new Cursor(nonce, 1);
  }

  static Optional<Cursor> read(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(new Cursor(Long.parseLong(form.group(1)), Integer.parseInt(form.group(2))))
        : Optional.empty();
  }

  /** The first nonce of which something is to be sent. */
  long nextNonce() {
    return part == 0 ? nonce : nonce + 1;
  }

  @Override
  public int compareTo(Cursor other) {
    int byNonce = Long.compare(nonce, other.nonce);
    return byNonce == 0 ? Integer.compare(part, other.part) : byNonce;
  }

  @Override
  public String toString() {
    return nonce + "." + part;
  }
}
