package mostao.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import mostao.local.state.Digest;
import mostao.local.state.Rebuild;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao rebuild}: rebuilds a service's database from its inbox and compares the two. */
@Command(
    name = "rebuild",
    header = "Rebuilds a service's database from its inbox and compares it with the one before.",
    description =
        "The system must not be running; the broker, the database and this one service are started"
            + " for it. Exit code 1 when the digests of the tables before and after differ.",
    mixinStandardHelpOptions = true)
final class RebuildCommand implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "SERVICE", description = "One of registry, handle and session.")
  private String service;

  @Option(
      names = "--patience",
      paramLabel = "S",
      defaultValue = "120",
      description =
          "Give up when nothing is evaluated for this many seconds (default: ${DEFAULT-VALUE}).")
  private int patience;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    return new StackRun(options, out)
        .run(
            this::alone,
            (stack, progress) -> {
              Rebuild.Report report =
                  new Rebuild(stack, service, Duration.ofSeconds(patience), progress::line).run();
              progress.line(
                  String.format(
                      Locale.ROOT,
                      "%,d records in %.1f s, start of the service included: %,.0f a second",
                      report.records(),
                      report.took().toNanos() / 1e9,
                      report.recordsPerSecond()));
              progress.line(
                  report.isSame()
                      ? "the same: every row of " + rows(report.after())
                      : "DIFFERENT in " + report.before().differences(report.after()));
              return report.isSame() ? 0 : 1;
            });
  }

  private StackSettings alone(StackSettings settings) {
    StackSettings alone = settings.withOnlyService(service);
    if (alone.services().stream().noneMatch(found -> found.schema().isPresent())) {
      throw new StartFailure(
          "'" + service + "' has no database; choose " + DigestCommand.withDatabase(settings));
    }
    return alone;
  }

  private static String rows(Digest digest) {
    return String.join(
        ", ",
        digest.tables().stream().map(table -> table.name() + " (" + table.rows() + ")").toList());
  }
}
