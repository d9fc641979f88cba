package mostao.settings;

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
 * A file with defaults. What an operator sets has a comment of two hashes before it: the type in
 * brackets, and what it is for. A setting without default follows with a hash of its own.
 *
 * <pre>
 * ## [port] Where it listens.
 * quarkus.http.port=8080
 * ## [duration] How long it waits.
 * #quarkus.shutdown.delay=
 * </pre>
 */
record PropertiesFile(List<Setting> settings, Map<String, String> values) {
  private static final Pattern COMMENT = Pattern.compile("## (?:\\[(.+?)] )?(.*)");
  private static final Pattern VALUE = Pattern.compile("(#?)([\\w.-]+)=(.*)");

  static PropertiesFile read(Path file) throws IOException {
    List<Setting> settings = new ArrayList<>();
    Map<String, String> values = new LinkedHashMap<>();
    String type = "";
    StringBuilder purpose = new StringBuilder();
    for (String line : Files.readAllLines(file)) {
      Matcher comment = COMMENT.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (comment.matches()) {
        type = comment.group(1) == null ? type : comment.group(1);
        purpose.append(comment.group(2)).append(' ');
      } else if (value.matches()) {
        String fallback = value.group(3).isEmpty() ? Setting.NONE : value.group(3);
        if (value.group(1).isEmpty()) {
          values.put(value.group(2), fallback);
        }
        if (!purpose.isEmpty()) {
          settings.add(new Setting(value.group(2), type, fallback, purpose.toString()));
          purpose.setLength(0);
        }
      }
    }
    return new PropertiesFile(settings, values);
  }
}
