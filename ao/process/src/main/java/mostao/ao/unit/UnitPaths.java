package mostao.ao.unit;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Where a unit's reads are. The templates are for the unit; requests fill them in. */
public final class UnitPaths {
  /** The names of the parameters in the templates. */
  public static final String PROCESS_ID = "process";

  public static final String MESSAGE_ID = "message";

  public static final String PROCESS = "/unit/processes/{process}";
  public static final String MESSAGE = "/unit/messages/{message}";

  // Below a process.
  public static final String RESULTS = "/results";
  public static final String RESULT = "/results/{message}";
  public static final String ASSIGNMENTS = "/assignments";
  public static final String ASSIGNMENT = "/assignments/{message}";
  public static final String SLOTS = "/slots";
  public static final String LOG = "/log";
  public static final String STATE = "/state";
  public static final String DRY_RUN = "/dry-run";

  private UnitPaths() {}

  static String process(String process, String below) {
    return (PROCESS + below).replace("{" + PROCESS_ID + "}", encoded(process));
  }

  static String message(String template, String message) {
    return template.replace("{" + MESSAGE_ID + "}", encoded(message));
  }

  private static String encoded(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
