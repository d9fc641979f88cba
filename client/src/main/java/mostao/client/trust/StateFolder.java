package mostao.client.trust;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import mostao.ao.process.Json;

/**
 * The folder of a client's state: mode 0700, every file in it 0600 and replaced whole. Several
 * processes may use it; what reads and writes a file holds its lock. Thread-safe.
 */
public final class StateFolder {
  /** The largest state a client keeps is a few hundred kilobytes. */
  private static final int MAX_BYTES = 8 * 1024 * 1024;

  private static final Set<StandardOpenOption> OVER =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING);
  private static final Map<Path, ReentrantLock> LOCKS = new ConcurrentHashMap<>();

  /** What is done while a lock is held. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  private final Path folder;

  private StateFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder if it isn't there. */
  public static StateFolder open(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectories(folder, mode(folder, "rwx------"));
    }
    return new StateFolder(folder.toRealPath());
  }

  /** The content of a file; empty if there is none. */
  public Optional<JsonNode> read(String name) throws IOException {
    byte[] content;
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      content = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    Optional<JsonNode> json =
        content.length > MAX_BYTES
            ? Optional.empty()
            : Json.parse(new String(content, StandardCharsets.UTF_8));
    if (json.isEmpty()) {
      // Going on without what was pinned would be what an attacker wants.
      throw new IOException(
          folder.resolve(name) + " is not readable JSON; restore it, or remove it to start anew");
    }
    return json;
  }

  /** Replaces a file: afterwards it is the old one or the new one, also after a power cut. */
  public void write(String name, JsonNode content) throws IOException {
    Path next = folder.resolve(name + ".new");
    try (FileChannel out = FileChannel.open(next, OVER, mode(folder, "rw-------"))) {
      ByteBuffer buffer =
          ByteBuffer.wrap((Json.write(content) + "\n").getBytes(StandardCharsets.UTF_8));
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
    Files.move(
        next,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** Runs while nobody else, in this process or another, holds this name's lock. */
  public <T> T exclusively(String name, Work<T> work) throws IOException, InterruptedException {
    Path file = folder.resolve(name + ".lock");
    ReentrantLock lock = LOCKS.computeIfAbsent(file, path -> new ReentrantLock());
    lock.lockInterruptibly();
    try {
      if (lock.getHoldCount() > 1) {
        return work.run();
      }
      try (FileChannel channel = FileChannel.open(file, OVER, mode(folder, "rw-------"));
          FileLock held = channel.lock()) {
        if (!held.isValid()) {
          throw new IOException("the lock " + file + " was lost");
        }
        return work.run();
      }
    } finally {
      lock.unlock();
    }
  }

  private static FileAttribute<?>[] mode(Path path, String mode) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public String toString() {
    return folder.toString();
  }
}
