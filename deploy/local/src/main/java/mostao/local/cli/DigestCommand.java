package mostao.local.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import mostao.local.database.EmbeddedDatabase;
import mostao.local.os.StartFailure;
import mostao.local.stack.ServiceSpec;
import mostao.local.stack.StackSettings;
import mostao.local.state.Digest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao digest}: what a service knows, as one number. */
@Command(
    name = "digest",
    header = "Prints a digest of the whole state of a running service.",
    description =
        "SHA-256 of each of its tables, and of all of them. Two services that evaluated the same"
            + " inbox have the same digest.",
    mixinStandardHelpOptions = true)
final class DigestCommand implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", description = "One of registry, handle and session.")
  private String service;

  @Override
  public Integer call() {
    StackSettings settings = options.settings();
    if (!withDatabase(settings).contains(service)) {
      throw new StartFailure("'" + service + "' has no database; choose " + withDatabase(settings));
    }
    PrintWriter out = spec.commandLine().getOut();
    try (Connection connection =
        EmbeddedDatabase.connect(settings.databasePort(), settings.secrets(), service)) {
      Digest digest = Digest.of(connection, service);
      for (Digest.Table table : digest.tables()) {
        out.printf(
            Locale.ROOT, "%s  %-20s %12d rows%n", table.sha256(), table.name(), table.rows());
      }
      out.println(digest.total() + "  " + service);
      out.flush();
      return 0;
    } catch (SQLException e) {
      throw new StartFailure(
          "the database on port "
              + settings.databasePort()
              + " does not answer for "
              + service
              + " ("
              + e.getMessage()
              + "); start the system with ./mostao up, or name its --port and --data",
          e);
    }
  }

  static List<String> withDatabase(StackSettings settings) {
    return settings.services().stream()
        .filter(found -> found.schema().isPresent())
        .map(ServiceSpec::name)
        .toList();
  }
}
