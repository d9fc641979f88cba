package mostao.local.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import mostao.ao.process.Rules;
import mostao.client.proof.BrokenProofException;
import mostao.client.proof.Pins;
import mostao.client.proof.ProofFile;
import mostao.client.proof.ProofLimits;
import mostao.client.proof.ProofReport;
import mostao.client.proof.Recomputation;
import mostao.client.terminal.Printable;
import mostao.local.proof.SessionProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao verify-export}: what a file of {@code export} proves, and what it does not. */
@Command(
    name = "verify-export",
    header = "Checks a conversation that was exported, without any network.",
    description =
        "Every signature, the order, the hash chain, that Results belong to their messages and are"
            + " what the program of sessions makes of them. Exit code 1 when anything does not"
            + " hold.",
    mixinStandardHelpOptions = true)
final class VerifyExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "FILE", description = "A file of export.")
  private Path file;

  @Option(names = "--session", paramLabel = "ID", description = "The session it must be of.")
  private Optional<String> session = Optional.empty();

  @Option(
      names = "--scheduler",
      paramLabel = "ADDRESS",
      description = "Whose signature assignments must have (GET / of the gateway names it).")
  private Optional<String> scheduler = Optional.empty();

  @Option(
      names = "--authority",
      paramLabel = "ADDRESS",
      description = "Whose signature messages of processes must have (GET / names it too).")
  private Optional<String> authority = Optional.empty();

  @Option(
      names = "--no-recompute",
      description = "Does not run the program of sessions again over the messages.")
  private boolean unrepeated;

  @Option(
      names = "--open-reads",
      description = "The deployment ran with mostao.reads=open, which changes some Results.")
  private boolean openReads;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "" + ProofLimits.DEFAULT_MESSAGES,
      description = "Refuse a file with more messages (default: ${DEFAULT-VALUE}).")
  private long messages;

  @Option(
      names = "--bytes",
      paramLabel = "N",
      defaultValue = "" + ProofLimits.DEFAULT_BYTES,
      description = "Refuse a larger file (default: ${DEFAULT-VALUE}).")
  private long bytes;

  @Option(names = "--json", description = "Prints one object of JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (messages < 1 || bytes < 1) {
      throw new ParameterException(spec.commandLine(), "--messages and --bytes start at 1.");
    }
    try (SessionProgram program = SessionProgram.of(root())) {
      ProofReport report = verify(program);
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(Printable.json(json(report).toString()));
      } else {
        text(report).forEach(line -> out.println(Printable.of(line)));
      }
      out.flush();
      return report.holds() ? 0 : 1;
    } catch (BrokenProofException broken) {
      return failed("DOES NOT HOLD: " + broken.getMessage() + ".");
    } catch (NoSuchFileException missing) {
      return failed(file + " is not there.");
    } catch (IOException unreadable) {
      return failed(file + " cannot be read (" + unreadable.getClass().getSimpleName() + ").");
    }
  }

  private static Path root() {
    return Path.of(System.getProperty("mostao.root", "."));
  }

  private ProofReport verify(SessionProgram program) throws IOException {
    Rules rules = openReads ? Rules.defaults().withOpenReads() : Rules.defaults();
    Optional<Recomputation> again = unrepeated ? Optional.empty() : program.over(rules);
    return ProofFile.verify(
        file, new Pins(session, scheduler, authority), new ProofLimits(messages, bytes), again);
  }

  private int failed(String sentence) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(Printable.of(sentence));
    err.flush();
    return 1;
  }

  private List<String> text(ProofReport report) {
    long newest = report.messages() - 1;
    List<String> lines = new ArrayList<>();
    lines.add(
        "messages   "
            + report.messages()
            + " of session "
            + report.session()
            + ", nonces 0 to "
            + newest
            + " without a gap, "
            + Instant.ofEpochMilli(report.first())
            + " to "
            + Instant.ofEpochMilli(report.last()));
    report
        .sides()
        .forEach(
            (process, side) ->
                lines.add(
                    "between    "
                        + side.name()
                        + ", process "
                        + process
                        + ", owner "
                        + side.owner()));
    lines.add(
        "scheduler  "
            + report.scheduler()
            + " signed all assignments"
            + (report.schedulerNamed()
                ? ", as the process item says"
                : "; the process item names another, which was replaced"));
    lines.add(
        "authority  "
            + report.authority()
            + " signed the process item and the "
            + report.fromProcesses()
            + " messages of processes; "
            + (newest - report.fromProcesses())
            + " are of wallets");
    lines.add(
        "exporter   "
            + report.exporter()
            + owner(report)
            + " signed the Results and the end, read at "
            + report.gateway()
            + ", "
            + Instant.ofEpochMilli(report.exported()));
    lines.add("Results    " + recomputed(report));
    report.receipts().forEach((process, count) -> lines.add(receipts(report, process, count)));
    lines.add("digest     " + report.digest());
    unproven(report).forEach(line -> lines.add("not proved " + line));
    return lines;
  }

  private static String owner(ProofReport report) {
    return report.sides().values().stream()
        .filter(side -> side.owner().equals(report.exporter()))
        .findFirst()
        .map(side -> " (the owner of " + side.name() + ")")
        .orElse(" (the owner of neither handle)");
  }

  private static String recomputed(ProofReport report) {
    if (report.differs().isPresent()) {
      return "DIFFER from nonce "
          + report.differs().get()
          + " on: the program of sessions here makes another Result of that message; the"
          + " deployment evaluates wrongly, the exporter changed it, or its limits or its version"
          + " are others (--open-reads, --no-recompute)";
    }
    return report.messages()
        + report
            .recomputed()
            .map(all -> ", recomputed: the program of sessions here makes all of them again")
            .orElse(", not recomputed");
  }

  private static String receipts(ProofReport report, String process, long count) {
    return "receipts   of "
        + report.sent().getOrDefault(process, 0L)
        + " messages that the Results send to "
        + report.sides().get(process).name()
        + ", "
        + count
        + " are here as the authority signed them";
  }

  private List<String> unproven(ProofReport report) {
    long newest = report.messages() - 1;
    List<String> lines = new ArrayList<>();
    if (scheduler.isEmpty() || authority.isEmpty()) {
      lines.add(
          "whose keys these are: compare them with those that you know (--scheduler, --authority)");
    }
    lines.add("that nothing came behind nonce " + newest + ", or that all that was sent arrived");
    lines.add(
        "that the scheduler has no second history: the other side's export with --until "
            + newest
            + " must have the same digest");
    lines.add(
        "what is said, by whom and whether it is true: contents are encrypted, and what a device"
            + " signed is inside; chat shows that");
    lines.add("that the times are right: they are those of the broker's clock");
    if (report.recomputed().isEmpty()) {
      lines.add("that the Results are what the process did: they are the exporter's word");
    }
    return lines;
  }

  private ObjectNode json(ProofReport report) {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    all.put("holds", report.holds()).put("session", report.session());
    all.put("messages", report.messages()).put("fromProcesses", report.fromProcesses());
    all.put("assigned", report.assigned());
    all.put("first", report.first()).put("last", report.last());
    all.put("scheduler", report.scheduler()).put("schedulerNamed", report.schedulerNamed());
    all.put("authority", report.authority()).put("exporter", report.exporter());
    all.put("gateway", report.gateway()).put("exported", report.exported());
    all.put("recomputed", report.recomputed().orElse(null));
    all.put("differs", report.differs().orElse(null));
    all.put("digest", report.digest());
    ObjectNode sides = all.putObject("sides");
    for (Map.Entry<String, ProofReport.Side> side : report.sides().entrySet()) {
      sides
          .putObject(side.getKey())
          .put("name", side.getValue().name())
          .put("owner", side.getValue().owner())
          .put("sent", report.sent().getOrDefault(side.getKey(), 0L))
          .put("receipts", report.receipts().getOrDefault(side.getKey(), 0L));
    }
    var unproven = all.putArray("notProved");
    unproven(report).forEach(unproven::add);
    return all;
  }
}
