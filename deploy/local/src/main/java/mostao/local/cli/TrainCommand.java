package mostao.local.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import mostao.client.demo.Demo;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mostao train}: a run of the whole system that the next starts profit from. */
@Command(
    name = "train",
    header = "Makes the next starts and their first minutes faster: runs the system under load.",
    description =
        "Needs JDK 25 or newer, takes two minutes, and writes an AOT cache of about 100 MB beside"
            + " each program. It holds until the programs are built again or the JDK changes; what"
            + " no longer holds is ignored.",
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
  private static final int DID_NOT_HOLD = 1;
  private static final int MOST_SECONDS = 600;

  @Mixin private StackOptions options;
  @Spec private CommandSpec spec;

  @Option(
      names = "--programs",
      paramLabel = "DIR",
      description =
          "A folder with each program's packaged folder, named as its module (default: what was"
              + " built here).")
  private Path programs;

  @Option(names = "--free-ports", description = "Use ports that nobody uses, instead of --port.")
  private boolean freePorts;

  @Option(
      names = "--load",
      defaultValue = "180",
      paramLabel = "S",
      description =
          "Seconds of messages and reads behind the conversation (default: ${DEFAULT-VALUE}, 0 for"
              + " none, at most 600): what the compilers see then, they need not find out again.")
  private int load;

  @Override
  public Integer call() {
    if (load < 0 || load > MOST_SECONDS) {
      throw new ParameterException(
          spec.commandLine(), "--load is " + load + "; choose from 0 to " + MOST_SECONDS + ".");
    }
    if (!StackSettings.canTrain()) {
      throw new StartFailure(
          "this is Java "
              + Runtime.version().feature()
              + ", and training needs 25 or newer; set JAVA_HOME to one");
    }
    PrintWriter out = spec.commandLine().getOut();
    return new StackRun(options, out)
        .run(
            this::training,
            (stack, progress) -> {
              boolean held = Demo.run(DemoCommand.settings(stack), out).ok();
              if (held && load > 0) {
                held = new TrainingLoad(stack, Duration.ofSeconds(load)).run(out);
              }
              out.flush();
              return held ? 0 : DID_NOT_HOLD;
            });
  }

  private StackSettings training(StackSettings settings) {
    StackSettings from = programs == null ? settings : settings.withPrograms(programs);
    return (freePorts ? from.onFreePorts() : from).withTraining();
  }
}
