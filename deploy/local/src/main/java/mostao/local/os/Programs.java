package mostao.local.os;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Where the programs of this machine are. */
public final class Programs {
  /** For a JVM that lives for minutes: the best optimisation would not pay off in that time. */
  public static final String COMPILE_LESS = "-XX:TieredStopAtLevel=1";

  /**
   * For a JVM that lives for hours: the second compiler puts fewer methods into each other, which
   * takes half of its time in the first minutes. Messages gain by it, reads may lose a little; see
   * PERFORMANCE.md. The images have the same options.
   */
  public static final List<String> INLINE_LESS =
      List.of("-XX:MaxInlineLevel=9", "-XX:FreqInlineSize=120", "-XX:InlineSmallCode=1200");

  private Programs() {}

  /** Finds a program on {@code PATH} or in the usual system folders. */
  public static Optional<Path> find(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    String folders = String.join(File.pathSeparator, path, "/usr/bin", "/bin", "/usr/sbin");
    return Arrays.stream(folders.split(Pattern.quote(File.pathSeparator)))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The {@code java} program that runs this JVM. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }
}
