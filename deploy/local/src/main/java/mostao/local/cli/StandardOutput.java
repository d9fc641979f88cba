package mostao.local.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output of a command, in UTF-8. A pipe without a reader ends the command: the first write
 * that fails throws, so that the command unwinds; later ones are dropped, so that its cleanup runs.
 * Thread-safe as writers are.
 */
final class StandardOutput extends Writer {
  /** A shell's exit code for a program that SIGPIPE has ended. */
  static final int EXIT_CODE = 141;

  private static final Path DESCRIPTOR = Path.of("/proc/self/fd/1");

  /** The reader of the command's output is gone. */
  static final class Closed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Closed() {
      super("standard output has no reader", null, false, false);
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

  /** Standard error, in UTF-8; a command goes on when it has no reader. */
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
   * Calls {@code end} when standard output has no reader any more, also while nothing is written.
   * Java can't ask that of a pipe; GNU's {@code tail} asks it twice a second and dies of SIGPIPE.
   * Without it, and where standard output is not a pipe, this does nothing.
   */
  static void watchReader(Runnable end) {
    try {
      if (!Files.readSymbolicLink(DESCRIPTOR).toString().startsWith("pipe:")) {
        return;
      }
      String ours = "--pid=" + ProcessHandle.current().pid();
      Process tail =
          new ProcessBuilder("tail", "-f", "-s", "0.5", ours, "/dev/null")
              .redirectOutput(ProcessBuilder.Redirect.INHERIT)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // While it lives, our reader waits for more.
      Runtime.getRuntime().addShutdownHook(new Thread(tail::destroyForcibly));
      tail.onExit()
          .thenAccept(
              ended -> {
                if (ended.exitValue() == EXIT_CODE) {
                  new Thread(end, "reader is gone").start();
                }
              });
    } catch (IOException | UnsupportedOperationException notLinux) {
      return;
    }
  }
}
