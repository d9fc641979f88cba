package mostao.local.cli;

import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import mostao.client.demo.Demo;
import mostao.client.demo.DemoReport;
import mostao.client.demo.DemoSettings;
import mostao.local.stack.LocalStack;
import mostao.local.stack.StackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mostao demo}: the whole system and a conversation of two wallets through it. */
@Command(
    name = "demo",
    header = "Starts the whole system and lets two wallets hold an encrypted conversation.",
    description =
        "The exit code is 0 only if every message was sent, delivered, opened, in order and once.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  private static final int DID_NOT_HOLD = 1;

  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Option(names = "--json", description = "Print one JSON report; progress goes to standard error.")
  private boolean json;

  @Option(names = "--exit", description = "Stop everything after the conversation.")
  private boolean exit;

  @Override
  public Integer call() {
    PrintWriter people = json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    long begin = System.nanoTime();
    return new StackRun(options, people)
        .run(
            StackSettings::withQuickStart,
            (stack, progress) -> {
              Duration started = Duration.ofNanos(System.nanoTime() - begin);
              DemoReport report = Demo.run(settings(stack), people);
              people.flush();
              if (json) {
                spec.commandLine().getOut().println(report.toJson());
                spec.commandLine().getOut().flush();
              }
              if (!exit) {
                progress.block(new Summary(stack, options.ephemeral()).up(started));
                StackRun.untilInterrupted(stack, progress);
              }
              return report.ok() ? 0 : DID_NOT_HOLD;
            });
  }

  static DemoSettings settings(LocalStack stack) {
    return DemoSettings.of(
        URI.create(stack.url()),
        stack.broker().bootstrapServers(),
        stack.settings().data().resolve("demo"));
  }
}
