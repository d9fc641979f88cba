package mostao.images;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a Containerfile says, in the subset that needs no command run inside the image: ARG, FROM,
 * LABEL, ENV, COPY, USER, WORKDIR and ENTRYPOINT.
 *
 * @param copies each becomes a layer, in this order
 */
record Containerfile(
    Map<String, String> labels,
    Map<String, String> environment,
    List<Copy> copies,
    String user,
    String folder,
    List<String> entrypoint) {
  /**
   * One file, or what is in a folder, and where it goes. A folder's names end with a slash.
   *
   * @param owner {@code user:group} in numbers, of the folder itself too; empty: root
   */
  record Copy(String from, String to, String owner) {}

  private static final Pattern PAIR = Pattern.compile("([\\w.-]+)=(?:\"([^\"]*)\"|(\\S*))");
  private static final Pattern COPY =
      Pattern.compile("(?:--chown=(\\d+:\\d+)\\s+)?([^-\\s]\\S*)\\s+(\\S+)");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

  /**
   * Reads a file.
   *
   * @param given values of its ARGs
   * @throws IllegalArgumentException when a line is none of the instructions above
   */
  static Containerfile read(Path file, Map<String, String> given) throws IOException {
    Map<String, String> variables = new LinkedHashMap<>();
    Map<String, String> labels = new LinkedHashMap<>();
    Map<String, String> environment = new LinkedHashMap<>();
    List<Copy> copies = new ArrayList<>();
    String user = "";
    String folder = "";
    List<String> entrypoint = List.of();
    for (String line : Files.readAllLines(file)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s+", 2);
      String rest = parts.length < 2 ? "" : filled(parts[1], variables, line);
      switch (parts[0]) {
        case "FROM" -> {}
        case "ARG" -> {
          String[] pair = rest.split("=", 2);
          String fallback = pair.length < 2 ? "" : pair[1];
          variables.put(pair[0], given.getOrDefault(pair[0], fallback));
        }
        case "LABEL" -> pairs(rest, labels);
        case "ENV" -> pairs(rest, environment);
        case "COPY" -> {
          Matcher copy = COPY.matcher(rest);
          if (!copy.matches()) {
            throw new IllegalArgumentException("COPY takes one source and one target: " + line);
          }
          String owner = copy.group(1) == null ? "" : copy.group(1);
          copies.add(new Copy(copy.group(2), copy.group(3), owner));
        }
        case "USER" -> user = rest;
        case "WORKDIR" -> folder = rest;
        case "ENTRYPOINT" -> entrypoint = words(rest, line);
        default ->
            throw new IllegalArgumentException(
                file + " has an instruction that only a container engine can follow: " + line);
      }
    }
    return new Containerfile(labels, environment, copies, user, folder, entrypoint);
  }

  private static String filled(String text, Map<String, String> variables, String line) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(
        found -> {
          String value = variables.get(found.group(1));
          if (value == null) {
            throw new IllegalArgumentException(
                "no ARG before it gives " + found.group() + ": " + line);
          }
          return Matcher.quoteReplacement(value);
        });
  }

  private static void pairs(String text, Map<String, String> into) {
    Matcher pair = PAIR.matcher(text);
    while (pair.find()) {
      into.put(pair.group(1), pair.group(2) == null ? pair.group(3) : pair.group(2));
    }
  }

  private static List<String> words(String json, String line) {
    try {
      return List.of(new ObjectMapper().readValue(json, String[].class));
    } catch (JsonProcessingException notJson) {
      throw new IllegalArgumentException("ENTRYPOINT must be a JSON list: " + line, notJson);
    }
  }
}
