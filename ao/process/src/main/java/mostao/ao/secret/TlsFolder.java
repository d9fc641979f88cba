package mostao.ao.secret;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of one program, laid out as Kubernetes and cert-manager do: {@code tls.crt} (PEM,
 * its own first), {@code tls.key} (PEM), and {@code ca.crt}, the authorities whose certificates it
 * accepts.
 *
 * @param folder as {@code mostao.tls.folder} names it
 */
public record TlsFolder(Path folder) {
  /** The setting that names the folder. */
  public static final String SETTING = "mostao.tls.folder";

  /**
   * The folder that the setting names, if it names one.
   *
   * @throws SecretFile.Unusable when a file is missing, or the key is open to others
   */
  public static Optional<TlsFolder> of(Optional<String> setting) {
    return setting.map(Path::of).map(TlsFolder::new).map(TlsFolder::checked);
  }

  public Path certificate() {
    return folder.resolve("tls.crt");
  }

  public Path key() {
    return folder.resolve("tls.key");
  }

  public Path authorities() {
    return folder.resolve("ca.crt");
  }

  TlsFolder checked() {
    for (Path file : List.of(certificate(), key(), authorities())) {
      if (!Files.isReadable(file)) {
        throw new SecretFile(SETTING + " misses", file)
            .unusable("or it can't be read; mount the program's certificate there");
      }
    }
    new SecretFile("the key of " + SETTING + ",", key()).refuseOpen();
    return this;
  }
}
