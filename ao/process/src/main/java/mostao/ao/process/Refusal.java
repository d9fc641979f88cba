package mostao.ao.process;

import java.util.Objects;

/**
 * A refusal: no change, no other message, and a reply that says why.
 *
 * @param code for programs
 * @param message for people: names the offending value and what would be right
 */
public record Refusal(Code code, String message) {
  /** PROTOCOL, rules for every process. */
  public enum Code {
    INVALID_DATA("InvalidData"),
    INVALID_HANDLE("InvalidHandle"),
    HANDLE_TAKEN("HandleTaken"),
    HANDLE_NOT_FOUND("HandleNotFound"),
    SESSION_NOT_FOUND("SessionNotFound"),
    UNAUTHORIZED("Unauthorized"),
    UNTRUSTED("Untrusted"),
    UNKNOWN_ACTION("UnknownAction"),
    NO_SESSION_KEY("NoSessionKey"),
    UNKNOWN_GENERATION("UnknownGeneration"),
    GENERATION_CONFLICT("GenerationConflict"),
    TOO_LARGE("TooLarge"),
    QUOTA_EXCEEDED("QuotaExceeded"),
    BLOCKED("Blocked");

    private final String text;

    Code(String text) {
      this.text = text;
    }

    /** As it goes over the wire. */
    public String text() {
      return text;
    }
  }

  private static final int QUOTED = 80;

  public Refusal {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  public static Refusal invalidData(String message) {
    return new Refusal(Code.INVALID_DATA, message);
  }

  public static Refusal unauthorized(String message) {
    return new Refusal(Code.UNAUTHORIZED, message);
  }

  public static Refusal tooLarge(String what, long bytes, long limit, String unit) {
    return new Refusal(
        Code.TOO_LARGE, what + " is " + bytes + " " + unit + ": the limit is " + limit);
  }

  /** A value as a message may show it: quoted, shortened, on one line. */
  public static String quote(String value) {
    String shown = value.length() <= QUOTED ? value : start(value, QUOTED) + "…";
    return "'" + shown.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** The first characters of a text, never half of a surrogate pair. */
  static String start(String text, int length) {
    if (text.length() <= length) {
      return text;
    }
    boolean cutsPair = Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, cutsPair ? length - 1 : length);
  }
}
