package mostao.local.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Standard output of a command, in UTF-8. A pipe that nobody reads any more ends the command: the
 * first write that fails throws, so that the command unwinds; later ones are dropped, so that what
 * it does on its way out is done. Thread-safe as writers are.
 */
final class StandardOutput extends Writer {
  /** What a shell says of a program that SIGPIPE has ended. */
  static final int EXIT_CODE = 141;

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");
  private static final int LOOKS = 3;

  /** Nobody reads what the command writes. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super("nobody reads standard output", null, false, false);
    }
  }

  private interface Write {
    void run() throws IOException;
  }

  private final Writer out;
  private boolean broken;

  StandardOutput(Writer out) {
    this.out = out;
  }

  static PrintWriter open() {
    Writer out =
        new OutputStreamWriter(new FileOutputStream(FileDescriptor.out), StandardCharsets.UTF_8);
    return new PrintWriter(new StandardOutput(out), true);
  }

  /** Standard error, in UTF-8; a command goes on when nobody reads it. */
  static PrintWriter openError() {
    return new PrintWriter(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
  }

  @Override
  public void write(char[] text, int from, int length) {
    guard(() -> out.write(text, from, length));
  }

  @Override
  public void flush() {
    guard(out::flush);
  }

  @Override
  public void close() {
    flush();
  }

  private void guard(Write write) {
    synchronized (lock) {
      if (broken) {
        return;
      }
      try {
        write.run();
      } catch (IOException e) {
        broken = true;
        if (String.valueOf(e.getMessage()).contains("Broken pipe")) {
          throw new Closed();
        }
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Calls {@code end} when nobody reads standard output any more, also while nothing is written.
   * Only Linux can tell, and only of a pipe: there it can't be opened for writing without a reader.
   */
  static void watchReader(Runnable end) {
    try {
      if (!Files.readSymbolicLink(DESCRIPTOR).toString().startsWith("pipe:")) {
        return;
      }
    } catch (IOException | UnsupportedOperationException notLinux) {
      return;
    }
    Thread watch = new Thread(() -> watch(end), "reader of standard output");
    watch.setDaemon(true);
    watch.start();
  }

  private static void watch(Runnable end) {
    ExecutorService opener =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "opener of standard output");
              thread.setDaemon(true);
              return thread;
            });
    try {
      while (opens(opener)) {
        TimeUnit.MILLISECONDS.sleep(500);
      }
      end.run();
    } catch (ExecutionException cannotTell) {
      opener.shutdownNow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Several short looks, since a process that was frozen finds a single long one over. */
  private static boolean opens(ExecutorService opener)
      throws ExecutionException, InterruptedException {
    var opening =
        opener.submit(
            () -> {
              FileChannel.open(DESCRIPTOR, StandardOpenOption.WRITE).close();
              return true;
            });
    for (int look = 0; look < LOOKS; look++) {
      try {
        return opening.get(1, TimeUnit.SECONDS);
      } catch (TimeoutException notYet) {
        continue;
      }
    }
    return false;
  }
}
