package mostao.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the dashboards are. */
final class Dashboards {
  private Dashboards() {}

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(RunningSystem.root().resolve("deploy/dashboards"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }
}
