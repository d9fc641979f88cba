package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import mostao.ao.secret.SecretFile;
import mostao.gateway.fixture.Condition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessKeysTest {
  @TempDir private Path folder;

  @Test
  void aNewKeyIsForItsOwnerAloneAndEveryGatewayReadsTheSame() throws IOException {
    try (AccessKeys one = keys();
        AccessKeys other = keys()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
          .isEqualTo("rw-------");
      assertThat(Files.size(file())).isEqualTo(32);
      assertThat(one.current().orElseThrow().id()).isEqualTo(other.current().orElseThrow().id());
    }
  }

  @Test
  void aReplacedFileIsNoticedWithoutARestart() throws IOException {
    try (AccessKeys keys = keys().watched(Duration.ofMillis(5))) {
      String before = keys.current().orElseThrow().id();
      write(TestTokens.secret(9));
      Condition.await(
          "the new key is there",
          () -> keys.current().filter(key -> !key.id().equals(before)).isPresent());
    }
  }

  @Test
  void aDeletedFileIsANewKey() throws IOException {
    try (AccessKeys keys = keys()) {
      String before = keys.current().orElseThrow().id();
      Files.delete(file());
      keys.look();
      assertThat(keys.current().orElseThrow().id()).isNotEqualTo(before);
      assertThat(file()).exists();
    }
  }

  @Test
  void aKeyThatBecameOpenToOthersCountsNoMoreUntilItIsClosed() throws IOException {
    try (AccessKeys keys = keys()) {
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r-----"));
      keys.look();
      assertThat(keys.current()).isEmpty();
      Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-------"));
      keys.look();
      assertThat(keys.current()).isPresent();
    }
  }

  @Test
  void whatIsNoKeyIsRefusedAtStartWithoutQuotingIt() throws IOException {
    write("short secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    assertThatThrownBy(this::keys)
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("12 bytes")
        .message()
        .doesNotContain("secret");
  }

  private AccessKeys keys() {
    return new AccessKeys(file(), "authority");
  }

  private Path file() {
    return folder.resolve("access.key");
  }

  private void write(byte[] content) throws IOException {
    Path draft =
        Files.createTempFile(
            folder,
            "draft",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(draft, content);
    Files.move(draft, file(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }
}
