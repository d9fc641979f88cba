package mostao.local.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import mostao.ao.wire.Topics;
import mostao.client.terminal.Printable;
import mostao.local.dlq.DeadLetterQueue;
import mostao.local.dlq.DlqRecord;
import mostao.local.os.StartFailure;
import mostao.local.stack.StackSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mostao dlq}: what could not be taken, why, and once more. */
@Command(
    name = "dlq",
    header = "Lists, shows and sends back dead letters: records that could not be processed.",
    mixinStandardHelpOptions = true)
final class DlqCommand {
  private static final int DETAIL = 90;

  @Spec private CommandSpec spec;

  /** Which broker. */
  static final class Broker {
    @Option(
        names = "--port",
        paramLabel = "N",
        defaultValue = "" + StackSettings.DEFAULT_PORT,
        description = "The gateway's port, as given to mostao up (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
        names = "--broker",
        paramLabel = "HOST:PORT",
        description = "Another broker than that of the local system.")
    private Optional<String> address = Optional.empty();

    DeadLetterQueue letters() {
      return new DeadLetterQueue(address.orElseGet(() -> BrokerOptions.local(port).servers()));
    }
  }

  @Command(
      header = "Lists dead letters: name, time, reason, position of the record.",
      mixinStandardHelpOptions = true)
  int list(
      @Mixin Broker broker,
      @Option(names = "--all", description = "List also those that were redriven.") boolean all,
      @Parameters(
              arity = "0..*",
              paramLabel = "MODULE",
              description = "One of registry, handle and session.")
          List<String> modules) {
    PrintWriter out = spec.commandLine().getOut();
    DeadLetterQueue letters = broker.letters();
    int shown = 0;
    for (String module : modules == null ? Topics.MODULES : checked(modules)) {
      for (DlqRecord letter : letters.of(module)) {
        if (all || !letter.redriven()) {
          out.printf(
              Locale.ROOT,
              "%-14s %s  %-16s %s-%d@%d key=%s  %s%s%n",
              letter.name(),
              letter.at(),
              letter.fault(),
              letter.topic(),
              letter.partition(),
              letter.sourceOffset(),
              Printable.of(letter.key().orElse("none")),
              letter.redriven() ? "(redriven) " : "",
              Printable.of(cut(letter.detail())));
          shown++;
        }
      }
    }
    out.println(shown + " dead letters");
    out.flush();
    return 0;
  }

  @Command(header = "Shows one dead letter whole.", mixinStandardHelpOptions = true)
  int show(
      @Mixin Broker broker,
      @Parameters(paramLabel = "LETTER", description = "Name as list shows it: MODULE@OFFSET.")
          String name) {
    DlqRecord letter = find(broker.letters(), name);
    PrintWriter out = spec.commandLine().getOut();
    out.println("letter    " + letter.name() + (letter.redriven() ? " (redriven)" : ""));
    out.println("written   " + letter.at());
    out.println("reason    " + letter.fault() + ": " + Printable.of(letter.detail()));
    out.println(
        "stood at  "
            + letter.topic()
            + " partition "
            + letter.partition()
            + " offset "
            + letter.sourceOffset());
    out.println("key       " + Printable.of(letter.key().orElse("none")));
    out.println("value     " + letter.value().length + " bytes");
    out.println(Printable.of(new String(letter.value(), StandardCharsets.UTF_8)));
    out.flush();
    return 0;
  }

  @Command(
      header = "Sends records back to their topic, after the cause is fixed.",
      mixinStandardHelpOptions = true)
  int redrive(
      @Mixin Broker broker,
      @Option(names = "--all", description = "Every letter not redriven yet.") boolean all,
      @Parameters(
              arity = "0..*",
              paramLabel = "LETTER",
              description = "Names as list shows them: MODULE@OFFSET.")
          List<String> names)
      throws InterruptedException {
    if (all == (names != null)) {
      throw new ParameterException(spec.commandLine(), "Name dead letters, or say --all.");
    }
    DeadLetterQueue letters = broker.letters();
    List<DlqRecord> chosen = new ArrayList<>();
    if (all) {
      for (String module : Topics.MODULES) {
        letters.of(module).stream().filter(letter -> !letter.redriven()).forEach(chosen::add);
      }
    } else {
      names.forEach(name -> chosen.add(find(letters, name)));
    }
    letters.redrive(chosen);
    PrintWriter out = spec.commandLine().getOut();
    chosen.forEach(letter -> out.println(letter.name() + " sent back to " + letter.topic()));
    out.println(
        chosen.size()
            + " sent back; records that still can't be processed come back as new letters");
    out.flush();
    return 0;
  }

  private static List<String> checked(List<String> modules) {
    for (String module : modules) {
      if (!Topics.MODULES.contains(module)) {
        throw new StartFailure("there is no module '" + module + "'; there are " + Topics.MODULES);
      }
    }
    return modules;
  }

  private static DlqRecord find(DeadLetterQueue letters, String name) {
    String[] parts = name.split("@", 2);
    if (parts.length < 2) {
      throw new StartFailure(
          "'" + name + "' does not name a dead letter; write MODULE@OFFSET, such as handle@3");
    }
    return letters.of(checked(List.of(parts[0])).get(0)).stream()
        .filter(letter -> letter.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new StartFailure("there is no dead letter " + name + "; see mostao dlq list"));
  }

  private static String cut(String detail) {
    return detail.length() <= DETAIL ? detail : detail.substring(0, DETAIL) + "…";
  }
}
