package mostao.local.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mostao up}: the whole system, until Ctrl-C. */
@Command(
    name = "up",
    header = "Starts the whole system on this machine and runs it until Ctrl-C.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long begin = System.nanoTime();
    return new StackRun(options, out)
        .run(
            (stack, progress) -> {
              Duration took = Duration.ofNanos(System.nanoTime() - begin);
              progress.block(new Summary(stack, options.ephemeral()).up(took));
              StackRun.untilInterrupted(stack, progress);
              return 0;
            });
  }
}
