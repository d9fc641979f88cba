package mostao.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The schema versions that a program's jars bring: names such as {@code db/unit/V10__origin.sql}.
 */
final class Migrations {
  private static final Pattern SCRIPT = Pattern.compile("db/(?:unit|service)/V(\\d+)__.*\\.sql");

  private Migrations() {}

  /**
   * Those in the jars of a class path.
   *
   * @param classPath as the JVM has it, with wildcards expanded
   */
  static SortedSet<Integer> in(String classPath, String separator) throws IOException {
    SortedSet<Integer> versions = new TreeSet<>();
    for (String entry : classPath.split(Pattern.quote(separator))) {
      Path jar = Path.of(entry);
      if (entry.endsWith(".jar") && Files.isRegularFile(jar)) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
          zip.stream().map(ZipEntry::getName).forEach(name -> add(name, versions));
        }
      }
    }
    return versions;
  }

  private static void add(String name, SortedSet<Integer> versions) {
    Matcher script = SCRIPT.matcher(name);
    if (script.matches()) {
      versions.add(Integer.valueOf(script.group(1)));
    }
  }
}
