package mostao.ao.secret;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/** A file with mode 0600 that holds one secret. Thread-safe; every call reads the disk. */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

  private final String what;
  private final Path file;

  /**
   * @param what the file is, for messages: {@code the authority's key file}
   */
  public SecretFile(String what, Path file) {
    this.what = Objects.requireNonNull(what, "what");
    this.file = file.toAbsolutePath();
  }

  /** The file can't be used; the message says why and what to do, and nothing of its content. */
  public static final class Unusable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unusable(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The content of the file; a new file is written if it is missing. Of several that find none at a
   * time one writes, and all read that.
   *
   * @param fresh makes the content of a new file
   * @throws Unusable when the file is open to others, or can't be read or written
   */
  public byte[] read(Supplier<byte[]> fresh) {
    try {
      if (!Files.exists(file)) {
        create(fresh.get());
      }
      refuseWhenOpenToOthers();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unusable(sentence("can't be read or written: " + e.getClass().getSimpleName()), e);
    }
  }

  /** Says why the content is not such a secret; without a cause, which might quote it. */
  public Unusable unusable(String why) {
    return new Unusable(sentence(why), null);
  }

  private void create(byte[] content) throws IOException {
    Path folder = file.getParent();
    Files.createDirectories(folder);
    // Whole or not at all, never with a wider mode, and never over a secret that appeared
    // meanwhile.
    Path draft =
        Files.createTempFile(
            folder,
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    try {
      Files.write(draft, content);
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException anotherWasFaster) {
      // Its secret is the deployment's; ours is forgotten.
      return;
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void refuseWhenOpenToOthers() throws IOException {
    Set<PosixFilePermission> open = EnumSet.noneOf(PosixFilePermission.class);
    open.addAll(Files.getPosixFilePermissions(file));
    open.retainAll(OF_OTHERS);
    if (!open.isEmpty()) {
      throw unusable(
          "is open to others (" + open + "): run chmod 600 on it, and make a new key if it leaked");
    }
  }

  private String sentence(String why) {
    return what + " " + file + " " + why;
  }
}
