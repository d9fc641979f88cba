package mostao.images;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** A base image as Jib wants it: a docker-archive. The tar of a root file system is made one. */
final class BaseArchive {
  private static final String MANIFEST = "manifest.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private BaseArchive() {}

  /**
   * The base itself when it is an image, otherwise an image with the one layer that it is.
   *
   * @param workshop where the new archive may be written
   */
  static Path of(Path base, Path workshop) throws IOException {
    return isImage(base) ? base : wrapped(base, workshop.resolve("base-image.tar"));
  }

  private static boolean isImage(Path tar) throws IOException {
    try (InputStream in = Files.newInputStream(tar);
        TarArchiveInputStream entries = new TarArchiveInputStream(in)) {
      TarArchiveEntry entry = entries.getNextEntry();
      while (entry != null) {
        if (entry.getName().equals(MANIFEST)) {
          return true;
        }
        // The top of a root file system comes first: no need to read all of it.
        if (entry.isDirectory() && entry.getName().matches("\\./?|\\./usr/?|usr/?")) {
          return false;
        }
        entry = entries.getNextEntry();
      }
      return false;
    }
  }

  private static Path wrapped(Path layer, Path archive) throws IOException {
    String digest = sha256(layer);
    Map<String, Object> config =
        Map.of(
            "architecture", architecture(),
            "os", "linux",
            "config", Map.of(),
            "rootfs", Map.of("type", "layers", "diff_ids", List.of("sha256:" + digest)));
    List<Map<String, Object>> manifest =
        List.of(Map.of("Config", "config.json", "Layers", List.of("layer.tar")));
    Files.createDirectories(archive.getParent());
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive));
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      put(tar, MANIFEST, JSON.writeValueAsBytes(manifest));
      put(tar, "config.json", JSON.writeValueAsBytes(config));
      TarArchiveEntry entry = new TarArchiveEntry("layer.tar");
      entry.setSize(Files.size(layer));
      tar.putArchiveEntry(entry);
      Files.copy(layer, tar);
      tar.closeArchiveEntry();
    }
    return archive;
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static String architecture() {
    return System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
