package mostao.ao.runtime.reads;

import java.util.Locale;
import mostao.ao.ans104.Base64Url;
import mostao.ao.runtime.unit.Log;

/** Query parameters, or the refusal that names them. An empty one counts as not given. */
final class Query {
  private static final int SHOWN = 80;
  private static final String PLACE = "<milliseconds> or <milliseconds>,<nonce>";

  private Query() {}

  /**
   * A place between evaluations: {@code <milliseconds>} stands behind all with that timestamp,
   * {@code <milliseconds>,<nonce>} behind that one.
   */
  static Log.Position place(String name, String text, Log.Position otherwise) {
    if (isAbsent(text)) {
      return otherwise;
    }
    String[] parts = text.split(",", -1);
    try {
      if (parts.length == 1) {
        return new Log.Position(Long.parseLong(text), Long.MAX_VALUE);
      }
      if (parts.length == 2) {
        return new Log.Position(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
      }
    } catch (NumberFormatException notAPlace) {
      throw bad(name, text, PLACE);
    }
    throw bad(name, text, PLACE);
  }

  static boolean isNewestFirst(String sort) {
    return switch (sort.toUpperCase(Locale.ROOT)) {
      case "", "ASC" -> false;
      case "DESC" -> true;
      default -> throw bad("sort", sort, "ASC or DESC");
    };
  }

  /** An id, or the refusal that says what was asked for does not exist. */
  static String process(String id) {
    if (!Base64Url.isId(id)) {
      throw unknownProcess(id);
    }
    return id;
  }

  static ErrorResponses.Refused unknownProcess(String id) {
    return ErrorResponses.notFound("UnknownProcess", "no process " + shown(id) + " lives here");
  }

  static long number(String name, String text, long otherwise, long least) {
    if (isAbsent(text)) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least) {
        // What is asked of a page is capped by its limit anyway.
        return least == 1 ? Math.min(number, Integer.MAX_VALUE) : number;
      }
    } catch (NumberFormatException notANumber) {
      throw bad(name, text, "a whole number");
    }
    throw bad(name, text, least + " or more");
  }

  /** A value as an error may show it. */
  static String shown(String value) {
    String start = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  private static boolean isAbsent(String text) {
    return text == null || text.isEmpty();
  }

  private static ErrorResponses.Refused bad(String name, String value, String right) {
    return ErrorResponses.badRequest("BadQuery", name + " is " + shown(value) + ": give " + right);
  }
}
