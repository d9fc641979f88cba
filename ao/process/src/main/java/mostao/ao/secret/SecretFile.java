package mostao.ao.secret;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A file that holds one secret: ours with mode 0600, or mounted, which is root's and readable by
 * one of our groups alone (so Kubernetes mounts a Secret for a user other than root). Thread-safe;
 * every call reads the disk.
 */
public final class SecretFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> GROUP_MAY_READ =
      EnumSet.of(PosixFilePermission.GROUP_READ);
  private static final Set<PosixFilePermission> OF_OTHERS =
      EnumSet.complementOf(EnumSet.copyOf(PosixFilePermissions.fromString("rwx------")));

  private final String what;
  private final Path file;
  private final Supplier<Account> account;

  /**
   * @param what the file is, for messages: {@code the authority's key file
   *     (mostao.authority.key-file)}
   */
  public SecretFile(String what, Path file) {
    this(what, file, Account::ours);
  }

  /**
   * @param account as which we run
   */
  SecretFile(String what, Path file, Supplier<Account> account) {
    this.what = Objects.requireNonNull(what, "what");
    this.file = file.toAbsolutePath();
    this.account = Objects.requireNonNull(account, "account");
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
    if (!Files.exists(file)) {
      try {
        create(fresh.get());
      } catch (IOException e) {
        throw new Unusable(
            sentence(
                "is not there and can't be made ("
                    + e.getClass().getSimpleName()
                    + "): put the key there, or name a file in a folder that can be written"),
            e);
      }
    }
    try {
      refuseWhenOpenToOthers();
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Unusable(sentence("can't be read: " + e.getClass().getSimpleName()), e);
    }
  }

  /**
   * Without reading it.
   *
   * @throws Unusable when the file is open to others, or can't be looked at
   */
  void refuseOpen() {
    try {
      refuseWhenOpenToOthers();
    } catch (IOException e) {
      throw new Unusable(sentence("can't be read: " + e.getClass().getSimpleName()), e);
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
    if (open.isEmpty()) {
      return;
    }
    if (open.equals(GROUP_MAY_READ)) {
      Map<String, Object> owners = Files.readAttributes(file, "unix:uid,gid");
      if (account.get().isGiven((Integer) owners.get("uid"), (Integer) owners.get("gid"))) {
        return;
      }
    }
    throw unusable(
        "is open to others ("
            + open
            + "): run chmod 600 on it, and make a new key if it leaked; a mounted Secret is root's"
            + " with mode 0440 and a group of this program's user (fsGroup)");
  }

  private String sentence(String why) {
    return what + " " + file + " " + why;
  }
}
