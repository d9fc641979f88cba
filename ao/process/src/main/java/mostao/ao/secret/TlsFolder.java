package mostao.ao.secret;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
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

  /** Seconds until the certificate ends; not a number when it can't be read. Read at every call. */
  public double secondsLeft() {
    try (InputStream pem = Files.newInputStream(certificate())) {
      X509Certificate own =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(pem);
      return Duration.between(Instant.now(), own.getNotAfter().toInstant()).toSeconds();
    } catch (IOException | CertificateException unreadable) {
      return Double.NaN;
    }
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
