package mostao.ao.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFolderTest {
  @TempDir private Path folder;

  private void write(String mode, List<String> names) throws IOException {
    for (String name : names) {
      Path file = Files.writeString(folder.resolve(name), "pem");
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
  }

  @Test
  void allThreeFilesAreThereAndTheKeyIsOurs() throws IOException {
    write("rw-r--r--", List.of("tls.crt", "ca.crt"));
    write("rw-------", List.of("tls.key"));
    TlsFolder tls = new TlsFolder(folder);
    assertThat(tls.checked()).isEqualTo(tls);
  }

  @Test
  void aKeyThatOthersCanReadIsRefused() throws IOException {
    write("rw-r--r--", List.of("tls.crt", "ca.crt", "tls.key"));
    assertThatThrownBy(() -> new TlsFolder(folder).checked())
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining("mostao.tls.folder")
        .hasMessageContaining("chmod 600");
  }

  @Test
  void howLongTheCertificateLastsIsNotANumberWhenItIsNone() throws IOException {
    TlsFolder tls = new TlsFolder(folder);
    assertThat(tls.secondsLeft()).isNaN();
    write("rw-r--r--", List.of("tls.crt"));
    assertThat(tls.secondsLeft()).isNaN();
  }

  @Test
  void whatIsMissingIsNamed() throws IOException {
    write("rw-------", List.of("tls.crt", "tls.key"));
    assertThatThrownBy(() -> new TlsFolder(folder).checked())
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining("mostao.tls.folder")
        .hasMessageContaining("ca.crt");
  }
}
