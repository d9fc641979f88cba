package mostao.ao.unit;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mostao.ao.wire.Decoded;

/** The query parameters of the reads. An empty one counts as not given. */
final class Parameters {
  static final String FROM = "from";
  static final String TO = "to";
  static final String FROM_NONCE = "from-nonce";
  static final String TO_NONCE = "to-nonce";
  static final String SORT = "sort";
  static final String LIMIT = "limit";
  static final String BYTES = "bytes";

  private static final String ASCENDING = "ASC";
  private static final String DESCENDING = "DESC";
  private static final String POSITION = "<milliseconds> or <milliseconds>,<nonce>";

  private final UnaryOperator<String> given;

  private Parameters(UnaryOperator<String> given) {
    this.given = given;
  }

  /**
   * @param given the value of a parameter, not encoded; null or empty when it is not given
   */
  static <T> Decoded<T> read(UnaryOperator<String> given, Function<Parameters, T> query) {
    try {
      return Decoded.ok(query.apply(new Parameters(given)));
    } catch (Wrong wrong) {
      return Decoded.bad(UnitError.BAD_QUERY, wrong.getMessage());
    }
  }

  /** Inside this class only: leaves the reading of a query. */
  private static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Wrong(String name, String value, String right) {
      super(name + " is " + UnitError.quote(value) + ": give " + right, null, false, false);
    }
  }

  Optional<Position> position(String name) {
    Optional<String> text = text(name);
    return text.map(
        value -> Position.read(value).orElseThrow(() -> new Wrong(name, value, POSITION)));
  }

  boolean newestFirst() {
    String sort = text(SORT).orElse(ASCENDING);
    return switch (sort.toUpperCase(Locale.ROOT)) {
      case ASCENDING -> false;
      case DESCENDING -> true;
      default -> throw new Wrong(SORT, sort, ASCENDING + " or " + DESCENDING);
    };
  }

  /** A number that bounds a page, at least 1; a number beyond an int is beyond every page. */
  OptionalInt most(String name) {
    OptionalLong number = number(name, 1);
    return number.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of((int) Math.min(number.getAsLong(), Integer.MAX_VALUE));
  }

  OptionalLong number(String name, long least) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get());
      if (number >= least) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException notANumber) {
      throw new Wrong(name, text.get(), "a whole number");
    }
    throw new Wrong(name, text.get(), least + " or more");
  }

  private Optional<String> text(String name) {
    return Optional.ofNullable(given.apply(name)).filter(value -> !value.isEmpty());
  }

  /** Parameters in the order in which they are sent. */
  static final class Writer {
    private final Map<String, String> query = new LinkedHashMap<>();

    Writer put(String name, Optional<Position> position) {
      position.ifPresent(given -> query.put(name, given.text()));
      return this;
    }

    Writer put(String name, OptionalLong number) {
      number.ifPresent(given -> query.put(name, Long.toString(given)));
      return this;
    }

    Writer put(String name, OptionalInt number) {
      number.ifPresent(given -> query.put(name, Integer.toString(given)));
      return this;
    }

    Writer sort(boolean newestFirst) {
      query.put(SORT, newestFirst ? DESCENDING : ASCENDING);
      return this;
    }

    Map<String, String> done() {
      return query;
    }
  }
}
