package mostao.gateway.edge.limits;

import java.util.Locale;
import java.util.Set;

/** The kind of a request: each has a rate of its own. */
public enum RequestKind {
  /** Something is to be kept. */
  WRITE,
  /** Something is looked up. */
  READ,
  /** Something is worked out. */
  QUESTION;

  private static final Set<String> QUESTIONS = Set.of("dry-run", "graphql", "state", "access");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /**
   * @param method HTTP method
   * @param path normalised, beginning with a slash
   */
  public static RequestKind of(String method, String path) {
    int end = path.indexOf('/', 1);
    String first = end < 0 ? path.substring(Math.min(1, path.length())) : path.substring(1, end);
    if (QUESTIONS.contains(first)) {
      return QUESTION;
    }
    return READING.contains(method) ? READ : WRITE;
  }

  /** The name in metrics. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
