package mostao.client.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import mostao.ao.ans104.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code item verify}: one line of JSON for each line of base64url, in order, as they come.
 *
 * <p>Lines are checked in batches on all processors; the number of lines read and not yet answered
 * is bounded, however long the input is. A stream that pauses gets its answers before the pause.
 */
@Command(
    name = "verify",
    header = "Verifies items and bundles, one a line in base64url.",
    description = {
      "Prints one line of JSON for each:",
      "  {\"valid\",\"kind\",\"id\",\"signatureType\",\"address\",\"target\",\"tags\",\"reason\"}",
      "Exits with 0 if every line could be read; the JSON says whether an item is valid."
    },
    mixinStandardHelpOptions = true)
final class VerifyItems implements Callable<Integer> {
  private static final int LONGEST_LINE = 1 << 30;
  private static final int BATCH_LINES = 64;
  private static final int BATCH_CHARACTERS = 1024 * 1024;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "File to read; standard input if absent or -.")
  private Path file;

  @Option(
      names = "--max-line",
      defaultValue = "16777216",
      paramLabel = "CHARACTERS",
      description = "Longest line that is read (default: ${DEFAULT-VALUE}).")
  private int maxLine;

  @Option(names = "--items", description = "Lists the items of a valid bundle under the key items.")
  private boolean items;

  /** Where "standard input" is; tests put their own. */
  private final InputStream standardInput;

  VerifyItems() {
    this(System.in);
  }

  VerifyItems(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (maxLine < 1 || maxLine > LONGEST_LINE) {
      throw new ParameterException(
          spec.commandLine(), "--max-line is " + maxLine + "; choose 1 to " + LONGEST_LINE + ".");
    }
    if (file == null || file.toString().equals("-")) {
      return verify(standardInput, "standard input");
    }
    try (InputStream in = Files.newInputStream(file)) {
      return verify(in, file.toString());
    } catch (IOException notOpened) {
      return failed(WalletCommand.said(notOpened, file));
    }
  }

  private int verify(InputStream in, String name) throws InterruptedException {
    int threads = Runtime.getRuntime().availableProcessors();
    ExecutorService pool =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread thread = new Thread(work, "verify");
              thread.setDaemon(true);
              return thread;
            });
    try {
      PrintWriter out = spec.commandLine().getOut();
      Run run = new Run(pool, out, new ItemReport(new Verifier(), items), 2 * threads);
      return run.over(new BoundedLineReader(in, maxLine)) ? 0 : 1;
    } catch (IOException broken) {
      return failed(name + " can't be read any further: " + broken.getMessage());
    } finally {
      pool.shutdownNow();
    }
  }

  private int failed(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }

  /** One pass over an input: the calling thread reads and writes, the pool checks. */
  private final class Run {
    private final ExecutorService pool;
    private final PrintWriter out;
    private final ItemReport verdict;
    private final int maxUnderway;
    private final Queue<Future<String>> underway = new ArrayDeque<>();
    private List<BoundedLineReader.Line> batch = new ArrayList<>();
    private int characters;

    Run(ExecutorService pool, PrintWriter out, ItemReport verdict, int maxUnderway) {
      this.pool = pool;
      this.out = out;
      this.verdict = verdict;
      this.maxUnderway = maxUnderway;
    }

    /** True when every line could be read and every answer written. */
    boolean over(BoundedLineReader lines) throws IOException, InterruptedException {
      try {
        boolean all = check(lines);
        finish();
        return all && !out.checkError();
      } catch (IOException broken) {
        // The lines read before it still get their answers.
        finish();
        throw broken;
      }
    }

    private boolean check(BoundedLineReader lines) throws IOException, InterruptedException {
      boolean all = true;
      while (true) {
        if (!lines.hasMore()) {
          finish();
        }
        Optional<BoundedLineReader.Line> line = lines.next();
        if (line.isEmpty()) {
          return all;
        }
        all &= !line.get().tooLong();
        add(line.get());
        // The reader of the answers is gone.
        if (underway.isEmpty() && out.checkError()) {
          return false;
        }
      }
    }

    private void add(BoundedLineReader.Line line) throws InterruptedException {
      batch.add(line);
      characters += line.text().length();
      if (batch.size() >= BATCH_LINES || characters >= BATCH_CHARACTERS) {
        submit();
        drain(maxUnderway);
      }
    }

    private void finish() throws InterruptedException {
      submit();
      drain(0);
      out.flush();
    }

    private void submit() {
      if (batch.isEmpty()) {
        return;
      }
      List<BoundedLineReader.Line> lines = batch;
      batch = new ArrayList<>();
      characters = 0;
      underway.add(pool.submit(() -> answers(lines)));
    }

    private String answers(List<BoundedLineReader.Line> lines) {
      StringBuilder answers = new StringBuilder();
      for (BoundedLineReader.Line line : lines) {
        answers.append(line.tooLong() ? verdict.tooLong(maxLine) : verdict.of(line.text()));
        answers.append('\n');
      }
      return answers.toString();
    }

    private void drain(int left) throws InterruptedException {
      while (underway.size() > left) {
        try {
          out.print(underway.remove().get());
        } catch (ExecutionException bug) {
          throw new IllegalStateException("a line made the verifier fail", bug.getCause());
        }
      }
    }
  }
}
