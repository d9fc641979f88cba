package mostao.ao.testkit.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Signs certificates of programs. */
public final class CertificateAuthority {
  private static final Duration A_DAY = Duration.ofDays(1);
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys = keys();
  private final X509CertificateHolder own;

  /** A new authority; two of the same name differ in their keys. */
  public CertificateAuthority(String name) {
    this.name = new X500Name("CN=" + name);
    this.own = sign(this.name, keys, true, A_DAY, new String[0]);
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** A certificate that is good for a day. */
  public Path folder(Path folder, String... names) {
    return folder(folder, A_DAY, names);
  }

  /**
   * Lays out {@code tls.crt}, {@code tls.key} and {@code ca.crt}.
   *
   * @param left how long it is good for; a negative time has passed already
   * @param names DNS names of the program; {@code localhost} and 127.0.0.1 are added
   */
  public Path folder(Path folder, Duration left, String... names) {
    KeyPair program = keys();
    String[] all = Stream.concat(Stream.of(names), Stream.of("localhost")).toArray(String[]::new);
    X509CertificateHolder certificate =
        sign(new X500Name("CN=" + names[0]), program, false, left, all);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("tls.crt"), pem("CERTIFICATE", certificate.getEncoded()));
      Files.writeString(folder.resolve("ca.crt"), pem("CERTIFICATE", own.getEncoded()));
      Path key = folder.resolve("tls.key");
      Files.deleteIfExists(key);
      Files.createFile(
          key, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(key, pem("PRIVATE KEY", program.getPrivate().getEncoded()));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pem(String kind, byte[] content) {
    String lines =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  private X509CertificateHolder sign(
      X500Name subject, KeyPair of, boolean authority, Duration left, String... names) {
    Instant now = Instant.now();
    try {
      X509v3CertificateBuilder builder =
          new X509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.incrementAndGet()),
              Date.from(now.minus(A_DAY.multipliedBy(2))),
              Date.from(now.plus(left)),
              subject,
              SubjectPublicKeyInfo.getInstance(of.getPublic().getEncoded()));
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      if (names.length > 0) {
        GeneralName[] all =
            Stream.concat(
                    Stream.of(names).map(dns -> new GeneralName(GeneralName.dNSName, dns)),
                    Stream.of(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                .toArray(GeneralName[]::new);
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(all));
      }
      return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
