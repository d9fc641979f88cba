package mostao.ao.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Kubernetes mounts is accepted; what others can read is not. */
class SecretFileTest {
  private static final int GROUP = 2000;
  private static final Account IN_A_POD = new Account(Optional.of(1000), Set.of(1000, GROUP));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"r--r-----", "rw-r-----"})
  void aMountedSecretIsRead(String mode) throws IOException {
    Path mounted = mountedSecret(mode, GROUP);
    assertThat(new SecretFile("the key", mounted, () -> IN_A_POD).read(SecretFileTest::none))
        .isEqualTo("secret".getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({"r--r--r--,2000", "rw-rw----,2000", "r--r-x---,2000", "r--r-----,2001"})
  void aMountedSecretThatOthersCanReadIsRefused(String mode, int group) throws IOException {
    Path mounted = mountedSecret(mode, group);
    assertThatThrownBy(
            () -> new SecretFile("the key", mounted, () -> IN_A_POD).read(SecretFileTest::none))
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining("fsGroup");
  }

  @Test
  void aFolderThatCantBeWrittenIsNamedWithTheRemedy() throws IOException {
    Path noFolder = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(
            () -> new SecretFile("the key", noFolder.resolve("key")).read(() -> new byte[1]))
        .isInstanceOf(SecretFile.Unusable.class)
        .hasMessageContaining("put the key there");
  }

  @ParameterizedTest
  @CsvSource({"0,2000,true", "0,1000,true", "0,3000,false", "1000,2000,false", "7,2000,false"})
  void onlyRootGivesAndOnlyToOurGroups(int owner, int group, boolean given) {
    assertThat(IN_A_POD.isGiven(owner, group)).isEqualTo(given);
  }

  @Test
  void rootOwnsItsFilesAndCanCloseThem() {
    assertThat(new Account(Optional.of(0), Set.of(0, GROUP)).isGiven(0, GROUP)).isFalse();
  }

  @Test
  void whoIsUnknownIsGivenNothing() {
    assertThat(new Account(Optional.empty(), Set.of(GROUP)).isGiven(0, GROUP)).isFalse();
  }

  @Test
  void theAccountIsTheEffectiveOneWithAllGroups() {
    assertThat(
            Account.of(
                Stream.of(
                    "Name:\tjava",
                    "Uid:\t0\t1000\t0\t0",
                    "Gid:\t0\t1001\t0\t0",
                    "Groups:\t4 2000 ")))
        .isEqualTo(new Account(Optional.of(1000), Set.of(1001, 4, 2000)));
    assertThat(Account.of(Stream.of("Groups:\t")).groups()).isEmpty();
  }

  private static byte[] none() {
    throw new AssertionError("there is a file");
  }

  /** As the kubelet lays it out: a name that leads over {@code ..data} to the file. */
  private Path mountedSecret(String mode, int group) throws IOException {
    Path version = Files.createDirectory(folder.resolve("..2026_01_01"));
    Path real = Files.writeString(version.resolve("key"), "secret");
    Files.setPosixFilePermissions(real, PosixFilePermissions.fromString(mode));
    boolean root = Integer.valueOf(0).equals(Files.getAttribute(real, "unix:uid"));
    Assumptions.assumeTrue(root, "only root can make files of root");
    Files.setAttribute(real, "unix:gid", group);
    Files.createSymbolicLink(folder.resolve("..data"), version.getFileName());
    return Files.createSymbolicLink(folder.resolve("key"), Path.of("..data/key"));
  }
}
