package mostao.ao.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import mostao.ao.secret.SecretFile;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureDiagnosisTest {
  @Test
  void aKeyOpenToOthersIsOneLineUnderWhateverWrapsIt(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThat(FailureDiagnosis.of(new RuntimeException("Failed to start", failure(file))))
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
    assertThat(
            FailureDiagnosis.of(
                new RuntimeException(new IllegalArgumentException("set x\n  or y"))))
        .contains("set x; or y");
  }

  @Test
  void aBugHasNoDiagnosis() {
    assertThat(FailureDiagnosis.of(new NullPointerException("bug"))).isEmpty();
    IllegalStateException foreign = new IllegalStateException("of a library");
    foreign.setStackTrace(
        new StackTraceElement[] {new StackTraceElement("org.other.Code", "run", "Code.java", 1)});
    assertThat(FailureDiagnosis.of(foreign)).isEmpty();
    assertThat(FailureDiagnosis.of(new SQLException("disk full", "53100"))).isEmpty();
  }

  @Test
  void whatOthersRefuseNamesTheSetting() {
    assertThat(FailureDiagnosis.of(new ConfigException("Invalid url in bootstrap.servers: x")))
        .get()
        .asString()
        .contains("bootstrap.servers");
    assertThat(FailureDiagnosis.of(new BindException("Port already bound: 8080")))
        .get()
        .asString()
        .contains("quarkus.http.port");
    assertThat(FailureDiagnosis.of(new SQLException("password authentication failed", "28P01")))
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
    assertThat(FailureDiagnosis.of(new RuntimeException(new SQLException("failed", state))))
        .get()
        .asString()
        .contains(says);
  }
}
