package mostao.local.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import mostao.local.os.StartFailure;
import mostao.local.stack.LocalStack;
import mostao.local.stack.StackSettings;

/**
 * Starts the system, does something with it, and stops it again in order: when that is done, when
 * it fails, and when the user presses Ctrl-C, which ends the JVM with exit code 0.
 */
final class StackRun {
  /** Set by the launcher script when standard output is a terminal. */
  static final String TERMINAL = "mostao.terminal";

  /** A command's work on a running system; returns the exit code. */
  interface Work {
    int with(LocalStack stack, ProgressLines progress) throws InterruptedException;
  }

  private final StackOptions options;
  private final PrintWriter out;

  StackRun(StackOptions options, PrintWriter out) {
    this.options = options;
    this.out = out;
  }

  int run(Work work) {
    return run(UnaryOperator.identity(), work);
  }

  /**
   * @param change what is different from what the options say
   */
  int run(UnaryOperator<StackSettings> change, Work work) {
    StackSettings settings = change.apply(options.settings());
    // Before the first logger is made. It makes a new file; the last one is kept by the stack.
    System.setProperty(
        "org.slf4j.simpleLogger.logFile", settings.data().resolve("logs/launcher.log").toString());
    ProgressLines progress = new ProgressLines(out, Boolean.getBoolean(TERMINAL));
    LocalStack stack = new LocalStack(settings, progress);
    Thread onInterrupt = new Thread(() -> leave(stack, progress), "stop");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      stack.start();
      return work.with(stack, progress);
    } catch (StartFailure e) {
      awaitHalt(onInterrupt);
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure("interrupted", e);
    } finally {
      awaitHalt(onInterrupt);
      Runtime.getRuntime().removeShutdownHook(onInterrupt);
      stop(stack, progress);
    }
  }

  /**
   * When the JVM is going down, its shutdown does the rest; we only have to stay out of the way.
   */
  private static void awaitHalt(Thread hook) {
    while (hook.getState() != Thread.State.NEW) {
      LockSupport.park();
    }
  }

  private void leave(LocalStack stack, ProgressLines progress) {
    try {
      progress.line("");
      stop(stack, progress);
      progress.line("  everything is stopped");
    } finally {
      // Ctrl-C is how this command ends: no failure.
      Runtime.getRuntime().halt(0);
    }
  }

  private void stop(LocalStack stack, ProgressLines progress) {
    stack.close();
    progress.close();
    if (options.ephemeral()) {
      try {
        LocalStack.delete(stack.settings().data());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Never returns; reports a part that ends without being stopped. */
  static void untilInterrupted(LocalStack stack, ProgressLines progress)
      throws InterruptedException {
    CountDownLatch forEver = new CountDownLatch(1);
    Set<String> known = new HashSet<>();
    while (!forEver.await(1, TimeUnit.SECONDS)) {
      for (String part : stack.fallen()) {
        if (known.add(part)) {
          progress.line(
              "mostao: "
                  + part
                  + " has ended by itself; the reason is in "
                  + stack.settings().data().resolve("logs").resolve(part + ".log")
                  + ". Press Ctrl-C and start again");
        }
      }
    }
  }
}
