package mostao.local.os;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * One running child process, in a session of its own: Ctrl-C on the terminal reaches the launcher
 * alone, which then stops its children in order. The child is known to the {@link Watchdog} from
 * start to exit. Thread-safe.
 */
public final class Child {
  private static final long LOG_ROTATION_BYTES = 10_000_000;
  private static final long LOG_TAIL_BYTES = 64_000;
  private static final int SHOWN_LINES = 12;
  private static final Duration POLL = Duration.ofMillis(20);

  private final ChildCommand command;
  private final Process process;

  /** Where this run's lines begin in the log, in bytes. */
  private final long logStart;

  private Child(ChildCommand command, Process process, long logStart) {
    this.command = command;
    this.process = process;
    this.logStart = logStart;
  }

  /**
   * Starts the command; its standard input is empty. The log file is kept from the last run and
   * moved to {@code <log>.1} when it has grown beyond 10 MB.
   *
   * @throws StartFailure when the program or the log file cannot be opened
   */
  public static Child start(ChildCommand command) {
    List<String> line = new ArrayList<>(Detached.prefix());
    line.addAll(command.arguments());
    ProcessBuilder builder = new ProcessBuilder(line);
    ChildEnvironment.apply(builder, command.temporary(), command.environment());
    builder.directory(command.folder().toFile());
    builder.redirectInput(new File("/dev/null"));
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(command.log().toFile()));
    try {
      Folders.delete(command.folder());
      Files.createDirectories(command.temporary());
      Files.createDirectories(command.log().getParent());
      rotate(command.log());
      long logStart = Files.exists(command.log()) ? Files.size(command.log()) : 0;
      Process process = builder.start();
      Watchdog.shared().watch(process, command.stop());
      return new Child(command, process, logStart);
    } catch (IOException e) {
      throw new StartFailure(
          "cannot start "
              + command.name()
              + ": "
              + e.getMessage()
              + "; check that the data directory is writable and the disk is not full",
          e);
    }
  }

  private static void rotate(Path log) throws IOException {
    if (Files.exists(log) && Files.size(log) > LOG_ROTATION_BYTES) {
      Files.move(
          log,
          log.resolveSibling(log.getFileName() + ".1"),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** The short name given in the command. */
  public String name() {
    return command.name();
  }

  /** The operating system's process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether the process runs (a frozen one does). */
  public boolean running() {
    return process.isAlive();
  }

  /** The exit code, empty while it runs; 128 + n after signal n. */
  public Optional<Integer> exitCode() {
    return running() ? Optional.empty() : Optional.of(process.exitValue());
  }

  /**
   * Waits for the end of the process.
   *
   * @return whether it ended within the time
   */
  public boolean awaitExit(Duration atMost) {
    try {
      return process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !running();
    }
  }

  /**
   * Waits until the child is ready. Kills it when it does not, or when the waiting thread is
   * interrupted.
   *
   * @param ready asked again and again, quick to answer
   * @throws StartFailure when it ends, with the end of its log; when the time is over; when the
   *     thread is interrupted
   */
  public void awaitReady(BooleanSupplier ready, Duration atMost) {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!ready.getAsBoolean()) {
      if (awaitExit(POLL)) {
        throw diedAtStart();
      }
      if (Thread.currentThread().isInterrupted()) {
        kill();
        throw new StartFailure("the start of " + name() + " was interrupted");
      }
      if (System.nanoTime() > deadline) {
        kill();
        throw new StartFailure(
            String.format(
                Locale.ROOT,
                "%s is not ready after %d s; its log is %s and ends with:%n  %s",
                name(),
                atMost.toSeconds(),
                log(),
                String.join(System.lineSeparator() + "  ", lastLogLines(SHOWN_LINES))));
      }
    }
  }

  /** Sends a signal; does nothing when the process has ended. */
  public void signal(Signal signal) {
    if (running()) {
      Signals.send(signal, List.of(pid()));
    }
  }

  /**
   * Asks the process to end and kills it, with all its descendants, when it has not done so in
   * time. Returns after it has ended.
   *
   * @return whether it ended by itself
   */
  public boolean stop(Duration patience) {
    signal(Signal.CONT);
    signal(command.stop());
    if (awaitExit(patience)) {
      return true;
    }
    kill();
    return false;
  }

  /** Kills the process and its descendants without warning, and returns after they have ended. */
  public void kill() {
    List<ProcessHandle> family = new ArrayList<>(process.descendants().toList());
    family.add(0, process.toHandle());
    family.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle member : family) {
      member.onExit().orTimeout(10, TimeUnit.SECONDS).exceptionally(late -> member).join();
    }
  }

  /** The file its output goes to. */
  public Path log() {
    return command.log();
  }

  /**
   * The last lines this run wrote to the log, at most {@code count}, without the frames of stack
   * traces; for a message about a failure.
   */
  public List<String> lastLogLines(int count) {
    try (SeekableByteChannel log = Files.newByteChannel(command.log())) {
      log.position(Math.max(logStart, log.size() - LOG_TAIL_BYTES));
      ByteBuffer tail = ByteBuffer.allocate((int) Math.max(0, log.size() - log.position()));
      while (tail.hasRemaining() && log.read(tail) >= 0) {
        continue;
      }
      List<String> lines =
          new String(tail.array(), 0, tail.position(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.stripLeading().startsWith("at "))
              .toList();
      return lines.subList(Math.max(0, lines.size() - count), lines.size());
    } catch (IOException e) {
      return List.of("(the log cannot be read: " + e.getMessage() + ")");
    }
  }

  /** The sentence for a child that ended during its start, with the last lines of its log. */
  public StartFailure diedAtStart() {
    return new StartFailure(
        String.format(
            Locale.ROOT,
            "%s ended with code %d while starting; its log is %s and ends with:%n  %s",
            name(),
            process.exitValue(),
            log(),
            String.join(System.lineSeparator() + "  ", lastLogLines(SHOWN_LINES))));
  }
}
