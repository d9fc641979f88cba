package mostao.local.os;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The right to use a directory, held by one JVM at a time. The operating system gives it back when
 * the JVM ends, however it ends. The file stays; only its lock counts.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String NAME = "in-use.lock";

  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /**
   * Takes the lock, making the directory when it is missing.
   *
   * @throws StartFailure when another launcher has it, or the directory cannot be written
   */
  public static DirectoryLock acquire(Path directory) {
    Path path = directory.resolve(NAME);
    FileChannel file = null;
    try {
      Files.createDirectories(directory);
      file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = tryLock(file);
      if (lock == null) {
        String holder = Files.readString(path).strip();
        file.close();
        throw new StartFailure(
            "the data directory "
                + directory
                + " is in use by process "
                + holder
                + "; stop that one first (Ctrl-C) or choose another directory");
      }
      file.truncate(0);
      file.write(
          StandardCharsets.US_ASCII.encode(ProcessHandle.current().pid() + System.lineSeparator()));
      return new DirectoryLock(file);
    } catch (IOException e) {
      closeQuietly(file, e);
      throw new StartFailure(
          "cannot write the data directory "
              + directory
              + " ("
              + e.getMessage()
              + "); choose one that you may write, on a disk that is not full",
          e);
    }
  }

  private static FileLock tryLock(FileChannel file) throws IOException {
    try {
      return file.tryLock();
    } catch (OverlappingFileLockException heldByThisJvm) {
      return null;
    }
  }

  private static void closeQuietly(FileChannel file, IOException first) {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException second) {
      first.addSuppressed(second);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new IllegalStateException("cannot give back the lock", e);
    }
  }
}
