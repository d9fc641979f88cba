package mostao.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.local.secret.SecretFile;

/**
 * The key files of the local system, in a folder for the program that may read them.
 *
 * @param secrets the directory with all secrets of the stack
 */
record KeyFiles(Path secrets) {
  /** The wallet that speaks for processes: the messenger's alone. */
  Path authority() {
    return secrets.resolve("messenger/authority.json");
  }

  /** The key that signs assignments. */
  Path scheduler() {
    return secrets.resolve("gateway/scheduler.json");
  }

  /** The key of access tokens. */
  Path access() {
    return secrets.resolve("gateway/access.key");
  }

  /**
   * Makes the folders, and moves the keys of a data directory from before the messenger was a
   * program of its own to whom they belong now. Doing it again changes nothing.
   *
   * @throws UncheckedIOException when a folder or file can't be written
   */
  void prepare() {
    try {
      SecretFile.ownerOnlyDirectory(authority().getParent());
      SecretFile.ownerOnlyDirectory(scheduler().getParent());
      move(secrets.resolve("authority.json"), authority());
      move(secrets.resolve("access.key"), access());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    if (Files.exists(from) && !Files.exists(to)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Address of the scheduler's key, which is created if missing. */
  String schedulerAddress() {
    return new Ed25519KeyFile("the scheduler's key file", scheduler()).open().address();
  }
}
