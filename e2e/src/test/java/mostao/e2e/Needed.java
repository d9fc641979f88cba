package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Optional;
import mostao.local.os.Programs;

/** Programs of others that a test runs. */
final class Needed {
  private Needed() {}

  /**
   * Where it is. Without it the test is skipped with a word on a developer's machine, and fails
   * where {@code CI} is set.
   */
  static Path program(String name) {
    Optional<Path> found = Programs.find(name);
    if (System.getenv("CI") == null) {
      assumeTrue(found.isPresent(), name + " is not installed: what needs it is not tried");
    }
    assertThat(found).as("%s is needed", name).isPresent();
    return found.get();
  }
}
