package mostao.ao.unit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.JsonFields;

/**
 * Why a unit did not answer: {@code {"error":{"code":…,"message":…}}}.
 *
 * @param code one word for programs
 * @param message one sentence for people
 */
public record UnitError(String code, String message) {
  public static final String UNKNOWN_PROCESS = "UnknownProcess";
  public static final String NOT_EVALUATED = "NotEvaluated";
  public static final String NOT_KEPT = "NotKept";
  public static final String BAD_QUERY = "BadQuery";
  public static final String BAD_BODY = "BadBody";
  public static final String DATABASE_UNAVAILABLE = "DatabaseUnavailable";
  public static final String NOT_A_PART = "NotAPart";
  public static final String INTERNAL_ERROR = "InternalError";

  private static final String ERROR = "error";
  private static final int SHOWN = 80;

  public UnitError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(message, "message");
  }

  public static UnitError unknownProcess(String process) {
    return new UnitError(UNKNOWN_PROCESS, "no process " + quote(process) + " lives here");
  }

  public static UnitError notEvaluated(String process) {
    return new UnitError(
        NOT_EVALUATED, "process " + process + " has not evaluated the message asked for");
  }

  public static UnitError notEvaluatedAnywhere(String message) {
    return new UnitError(NOT_EVALUATED, "no process here has evaluated message " + quote(message));
  }

  /** Evaluated, but so long ago that item and Result are no longer there. */
  public static UnitError notKept(Evaluated at) {
    return new UnitError(
        NOT_KEPT,
        "process "
            + at.process()
            + " evaluated message "
            + at.message()
            + " as nonce "
            + at.nonce()
            + " at "
            + at.timestamp()
            + "; its item and Result are no longer kept, as mostao.retention.keep of its service"
            + " says: what should last longer has to be exported in time");
  }

  public ObjectNode json() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject(ERROR).put("code", code).put("message", message);
    return body;
  }

  public static Decoded<UnitError> decode(byte[] body) {
    return JsonFields.decode(
        body,
        answer -> {
          JsonFields error = answer.object(ERROR);
          return new UnitError(error.text("code"), error.text("message"));
        });
  }

  /** A value as an error may show it: in quotes, cut when it is long, on one line. */
  static String quote(String value) {
    String start = value.length() <= SHOWN ? value : value.substring(0, SHOWN) + "…";
    return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
  }
}
