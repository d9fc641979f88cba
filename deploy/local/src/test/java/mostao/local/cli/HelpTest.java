package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import mostao.client.terminal.TerminalWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;

class HelpTest {
  private static final String SENTENCE = "[A-Z][^\\n]*[^.…]\\.";

  private static List<CommandLine> all(CommandLine line) {
    List<CommandLine> all = new ArrayList<>(List.of(line));
    line.getSubcommands().values().forEach(command -> all.addAll(all(command)));
    return all;
  }

  /** Without picocli's own. */
  private static List<CommandLine> all() {
    return all(Mostao.commandLine()).stream()
        .filter(command -> !(command.getCommand() instanceof CommandLine.HelpCommand))
        .toList();
  }

  @Test
  void the_line_of_every_command_is_a_whole_sentence() {
    assertThat(all()).hasSizeGreaterThan(15);
    for (CommandLine command : all()) {
      String[] header = command.getCommandSpec().usageMessage().header();
      String[] description = command.getCommandSpec().usageMessage().description();
      String first = header.length > 0 ? header[0] : description[0];
      assertThat(first).as(name(command)).matches(SENTENCE);
    }
  }

  @Test
  void every_help_ends_its_last_sentence_and_explains_every_word() {
    for (CommandLine command : all()) {
      String[] description = command.getCommandSpec().usageMessage().description();
      if (description.length > 0) {
        assertThat(description[description.length - 1]).as(name(command)).endsWith(".");
      }
      for (ArgSpec argument : command.getCommandSpec().args()) {
        assertThat(String.join(" ", argument.description()))
            .as(name(command) + " " + argument.paramLabel())
            .matches("(?s)\\S.*\\.");
      }
      assertThat(command.getUsageMessage(Ansi.OFF)).contains("Usage: " + name(command));
    }
  }

  /** Whoever wrote what it prints. */
  @Test
  void no_command_lets_others_control_the_terminal() throws IOException {
    CommandLine line = Mostao.commandLine(new StringWriter(), new StringWriter());
    for (CommandLine command : all(line)) {
      assertThat(command.getOut()).as(name(command)).isInstanceOf(TerminalWriter.class);
      assertThat(command.getErr()).as(name(command)).isInstanceOf(TerminalWriter.class);
    }
    Path root = Path.of(System.getProperty("mostao.root"));
    for (String sources : List.of("client/src/main/java", "deploy/local/src/main/java")) {
      try (Stream<Path> files = Files.walk(root.resolve(sources))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          assertThat(Files.readString(file))
              .as(file.toString())
              .doesNotContainPattern("System\\.(out|err)|System\\.console");
        }
      }
    }
  }

  private static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName();
  }
}
