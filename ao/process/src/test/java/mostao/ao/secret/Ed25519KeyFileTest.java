package mostao.ao.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ed25519KeyFileTest {
  @TempDir private Path folder;

  @Test
  void aNewKeyIsForItsOwnerAloneAndStaysTheSame() throws IOException {
    Path file = folder.resolve("deep/authority.json");
    String address = file(file).open().address();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(file(file).open().address()).isEqualTo(address);
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void twoNewKeysDiffer() {
    assertThat(file(folder.resolve("a")).open().address())
        .isNotEqualTo(file(folder.resolve("b")).open().address());
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----"})
  void aKeyOpenToOthersIsRefused(String mode) throws IOException {
    Path file = folder.resolve("authority.json");
    file(file).open();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> file(file).open())
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("chmod 600");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no json, secret-looking",
        "[]",
        "null",
        "{\"kty\":\"RSA\",\"n\":\"secret-looking\"}",
        "{\"kty\":\"OKP\",\"crv\":\"X25519\",\"d\":\"secret-looking\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\"}",
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"d\":\"secret-looking\"}",
      })
  void whatIsNoKeyIsRefusedWithoutQuotingIt(String content) throws IOException {
    Path file = ownerOnly(content);
    assertThatThrownBy(() -> file(file).open())
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining(file.toString())
        .message()
        .doesNotContain("secret-looking");
  }

  @Test
  void aPublicKeyOfAnotherSecretIsRefused() throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    Path one = folder.resolve("one");
    Path other = folder.resolve("other");
    file(one).open();
    file(other).open();
    var mixed = (com.fasterxml.jackson.databind.node.ObjectNode) mapper.readTree(one.toFile());
    mixed.put("x", mapper.readTree(other.toFile()).path("x").asText());
    Path file = ownerOnly(mixed.toString());
    assertThatThrownBy(() -> file(file).open())
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining("does not belong");
  }

  private Path ownerOnly(String content) throws IOException {
    Path file =
        Files.createFile(
            folder.resolve("authority.json"),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private static Ed25519KeyFile file(Path path) {
    return new Ed25519KeyFile("the authority's key file", path);
  }
}
