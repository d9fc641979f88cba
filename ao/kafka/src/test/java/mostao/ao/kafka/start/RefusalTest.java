package mostao.ao.kafka.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.secret.SecretFile;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalTest {
  @Test
  void aKeyOpenToOthersIsOneLineUnderWhateverWrapsIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(Refusal.of(new RuntimeException("Failed to start", failure(file))))
        .get()
        .asString()
        .startsWith("the key (mostao.some.key-file) " + file)
        .contains("chmod 600");
  }

  private static RuntimeException failure(Path file) {
    try {
      new SecretFile("the key (mostao.some.key-file)", file).read(() -> new byte[1]);
      throw new AssertionError("it was read");
    } catch (SecretFile.Unusable unusable) {
      return unusable;
    }
  }

  @Test
  void whatOurCodeSaysOfASettingIsOneLine() {
    assertThat(Refusal.of(new RuntimeException(new IllegalArgumentException("set x\n  or y"))))
        .contains("set x; or y");
  }

  @Test
  void aBugIsNoRefusal() {
    assertThat(Refusal.of(new NullPointerException("bug"))).isEmpty();
    IllegalStateException foreign = new IllegalStateException("of a library");
    foreign.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("org.other.Code", "run", "Code.java", 1)});
    assertThat(Refusal.of(foreign)).isEmpty();
    assertThat(Refusal.of(new SQLException("disk full", "53100"))).isEmpty();
  }

  @Test
  void whatOthersRefuseNamesTheSetting() {
    assertThat(Refusal.of(new ConfigException("Invalid url in bootstrap.servers: x")))
        .get()
        .asString()
        .contains("bootstrap.servers");
    assertThat(Refusal.of(new BindException("Port already bound: 8080")))
        .get()
        .asString()
        .contains("quarkus.http.port");
    assertThat(Refusal.of(new SQLException("password authentication failed", "28P01")))
        .get()
        .asString()
        .contains("quarkus.datasource.password");
  }

  @ParameterizedTest
  @CsvSource({
    "08001, does not answer",
    "57P03, does not answer",
    "25006, takes no changes",
    "3D000, quarkus.datasource.jdbc.url"
  })
  void aDatabaseThatIsNotTheRightOneIsOneLine(String state, String says) {
    assertThat(Refusal.of(new RuntimeException(new SQLException("failed", state))))
        .get()
        .asString()
        .contains(says);
  }

  @Test
  void theProgramEndsWithTheCodeItWasGiven() {
    List<Integer> codes = new ArrayList<>();
    new Ending(codes::add).accept(1, new NullPointerException("bug"));
    new Ending(codes::add).accept(1, new IllegalArgumentException("refused"));
    new Ending(codes::add).accept(0, null);
    assertThat(codes).isEqualTo(List.of(1, 1, 0));
  }
}
