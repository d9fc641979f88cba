package mostao.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Section 8 of the AO contract, as {@code checklist.txt} has it. */
final class Checklist {
  private static final String FILE = "/checklist.txt";

  private Checklist() {}

  /**
   * One line.
   *
   * @param number 1 to 53
   * @param drivers who must have checked it: client versions, {@code http}; none: it does not apply
   * @param property what must hold, in the contract's words
   * @param remark why it does not apply, or in what way it holds; may be empty
   */
  record Line(int number, Set<String> drivers, String property, String remark) {
    boolean applies() {
      return !drivers.isEmpty();
    }
  }

  static List<Line> lines() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Checklist.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
      return reader.lines().filter(text -> !text.startsWith("#")).map(Checklist::line).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String text) {
    String[] parts = text.split(" \\| ?", 4);
    if (parts.length != 4) {
      throw new IllegalStateException("'" + text + "' in " + FILE + " has not four parts");
    }
    Set<String> drivers =
        parts[1].equals("-") ? Set.of() : new TreeSet<>(List.of(parts[1].split(" ")));
    if (drivers.isEmpty() && parts[3].isBlank()) {
      throw new IllegalStateException("line " + parts[0] + " does not apply: say why");
    }
    return new Line(Integer.parseInt(parts[0]), drivers, parts[2], parts[3]);
  }

  /** The report: what was checked of every line, by whom, and what came of it. */
  static String report(List<Line> lines, List<Verdict> verdicts) {
    StringBuilder text =
        new StringBuilder(
            """
            # Conformance

            Section 8 of the AO contract, line by line, as `ConformanceIT` checks it. 0.0.57 and 0.0.98 are the unmodified npm
            packages of `@permaweb/aoconnect`; http is raw HTTP with items signed by `arbundles`. The suite writes this report to
            `target/conformance.md`. A line that fails, or a difference between that report and this file, fails the build.

            | line | property | checked | verdict |
            |---|---|---|---|
            """);
    for (Line line : lines) {
      List<Verdict> own = of(line, verdicts);
      text.append(
          String.format(
              Locale.ROOT,
              "| %d | %s | %s | %s |%n",
              line.number(),
              line.property(),
              checked(own),
              verdict(line, own)));
    }
    return text.toString().replace(System.lineSeparator(), "\n");
  }

  static List<Verdict> of(Line line, List<Verdict> verdicts) {
    return verdicts.stream().filter(verdict -> verdict.line() == line.number()).toList();
  }

  private static String checked(List<Verdict> verdicts) {
    return verdicts.stream()
        .collect(
            Collectors.groupingBy(
                Verdict::check,
                TreeMap::new,
                Collectors.mapping(Verdict::client, Collectors.toCollection(TreeSet::new))))
        .entrySet()
        .stream()
        .map(check -> String.join(", ", check.getValue()) + ": " + check.getKey())
        .collect(Collectors.joining("<br>"));
  }

  private static String verdict(Line line, List<Verdict> own) {
    if (!line.applies()) {
      return "does not apply: " + line.remark();
    }
    String failed =
        own.stream()
            .filter(verdict -> !verdict.ok())
            .map(verdict -> verdict.client() + " fails")
            .collect(Collectors.joining(", "));
    String said = failed.isEmpty() ? "holds" : "**" + failed + "**";
    return line.remark().isEmpty() ? said : said + ". " + line.remark();
  }
}
