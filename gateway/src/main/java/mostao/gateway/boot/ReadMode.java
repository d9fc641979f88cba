package mostao.gateway.boot;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** {@code mostao.reads}: the readers of data that belongs to an owner or to two parties. */
@Singleton
final class ReadMode {
  private final boolean open;

  /**
   * @param mode Who reads data that belongs to an owner or to two parties. {@code private} asks for
   *     proof; {@code open}: everyone may read everything, which is logged at start. Set the
   *     services to the same.
   */
  ReadMode(@ConfigProperty(name = "mostao.reads", defaultValue = "private") String mode) {
    if (!mode.equals("open") && !mode.equals("private")) {
      throw new IllegalArgumentException(
          "mostao.reads is '" + mode + "': set it to private or open");
    }
    this.open = mode.equals("open");
  }

  boolean open() {
    return open;
  }
}
