package mostao.ao.start;

import java.net.BindException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.secret.SecretFile;

/** Tells which failures of a start an operator can mend, and says so in a line. */
final class FailureDiagnosis {
  private static final String OURS = "mostao.";

  /** Of libraries that this module does not have; their messages name the setting. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "org.apache.kafka.common.config.ConfigException",
          "a kafka.* setting can't be used: ",
          "io.smallrye.config.ConfigValidationException",
          "",
          "io.quarkus.runtime.configuration.ConfigurationException",
          "",
          "org.flywaydb.core.api.exception.FlywayValidateException",
          "the schema does not fit this program: ");

  private FailureDiagnosis() {}

  /**
   * @return one line; empty for a failure nobody has foreseen
   */
  static Optional<String> of(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = failure; e != null && !chain.contains(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain.stream()
        .map(FailureDiagnosis::sentence)
        .flatMap(Optional::stream)
        .findFirst()
        .map(FailureDiagnosis::inOneLine);
  }

  private static Optional<String> sentence(Throwable e) {
    if (e.getMessage() == null) {
      return Optional.empty();
    }
    if (e instanceof SecretFile.Unusable || isOfOurs(e)) {
      return Optional.of(e.getMessage());
    }
    if (e instanceof BindException) {
      return Optional.of(
          e.getMessage() + ": stop what listens there or set quarkus.http.port to another port");
    }
    if (e instanceof SQLException sql) {
      return ofDatabase(sql);
    }
    return Optional.ofNullable(FOREIGN.get(e.getClass().getName()))
        .map(prefix -> prefix + e.getMessage());
  }

  /** A setting's value, refused by the code that reads it. */
  private static boolean isOfOurs(Throwable e) {
    StackTraceElement[] trace = e.getStackTrace();
    return (e instanceof IllegalArgumentException || e instanceof IllegalStateException)
        && trace.length > 0
        && trace[0].getClassName().startsWith(OURS);
  }

  private static Optional<String> ofDatabase(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.startsWith("28")) {
      return Optional.of(
          "the database refuses this user: "
              + e.getMessage()
              + "; check quarkus.datasource.username and quarkus.datasource.password");
    }
    if (state.startsWith("08") || state.startsWith("57P0")) {
      return Optional.of(
          "the database does not answer: "
              + e.getMessage()
              + "; check quarkus.datasource.jdbc.url, or start it");
    }
    if (state.equals("25006")) {
      return Optional.of(
          "the database takes no changes: "
              + e.getMessage()
              + "; set quarkus.datasource.jdbc.url to the primary");
    }
    if (state.equals("3D000")) {
      return Optional.of(e.getMessage() + "; check quarkus.datasource.jdbc.url");
    }
    return Optional.empty();
  }

  private static String inOneLine(String text) {
    return text.strip().replaceAll("\\s*\\R\\s*", "; ");
  }
}
