package mostao.local.database;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import mostao.local.os.Folders;
import mostao.local.os.StartFailure;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** The server's programs: an archive on the class path, unpacked once into a directory. */
final class PostgresBinaries {
  private final Path home;

  private PostgresBinaries(Path home) {
    this.home = home;
  }

  Path initdb() {
    return home.resolve("bin/initdb");
  }

  Path postgres() {
    return home.resolve("bin/postgres");
  }

  /**
   * Unpacks the archive of this platform below {@code folder} when that has not been done; safe
   * when several JVMs do it at once.
   */
  static PostgresBinaries unpack(Path folder) throws IOException {
    String archive = archiveName();
    Path home = folder.resolve(archive.replace(".txz", ""));
    if (!Files.isDirectory(home)) {
      Files.createDirectories(folder);
      Path draft = Files.createTempDirectory(folder, "unpacking");
      try (InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
        if (in == null) {
          throw new StartFailure(
              "there is no PostgreSQL for this machine on the class path (" + archive + ")");
        }
        unpack(in, draft);
        moveInto(draft, home);
      } finally {
        Folders.delete(draft);
      }
    }
    return new PostgresBinaries(home);
  }

  private static void moveInto(Path draft, Path home) throws IOException {
    try {
      Files.move(draft, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      throw e;
    } catch (FileSystemException e) {
      // Another process was faster, with the same files.
      if (!Files.isDirectory(home)) {
        throw e;
      }
    }
  }

  private static String archiveName() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String os = system.startsWith("mac") ? "darwin" : system;
    String arch =
        switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> machine;
        };
    return "postgres-" + os + "-" + arch + ".txz";
  }

  private static void unpack(InputStream archive, Path folder) throws IOException {
    Files.setPosixFilePermissions(folder, permissions(0755));
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
          throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(target);
        } else {
          Files.createDirectories(target.getParent());
          unpack(entry, tar, target);
        }
      }
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
    } else if (entry.isLink()) {
      throw new IOException("the archive has a hard link: " + entry.getName());
    } else {
      Files.copy(content, target);
      Files.setPosixFilePermissions(target, permissions((entry.getMode() & 0111) | 0644));
    }
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    Set<PosixFilePermission> all = EnumSet.noneOf(PosixFilePermission.class);
    PosixFilePermission[] highestFirst = PosixFilePermission.values();
    for (int bit = 0; bit < highestFirst.length; bit++) {
      if ((mode & (1 << (highestFirst.length - 1 - bit))) != 0) {
        all.add(highestFirst[bit]);
      }
    }
    return all;
  }
}
