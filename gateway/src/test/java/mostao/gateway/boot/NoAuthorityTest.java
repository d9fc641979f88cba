package mostao.gateway.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The gateway can't sign for a process: it has neither the key's setting nor the code. */
class NoAuthorityTest {
  @Test
  void theMessengerIsNotOnTheClassPath() {
    assertThat(getClass().getClassLoader().getResource("mostao/messenger")).isNull();
    for (String type :
        List.of("authority.Authority", "push.PushSigner", "boot.RegistryBootstrap")) {
      assertThat(getClass().getClassLoader().getResource(classFile("mostao.messenger." + type)))
          .isNull();
    }
  }

  private static String classFile(String type) {
    return type.replace('.', '/') + ".class";
  }

  @Test
  void theOnlySettingOfTheAuthorityIsItsAddress() {
    assertThat(Arrays.stream(AuthoritySettings.class.getMethods()).map(Method::getName))
        .containsExactly("address");
  }

  /** The classes that may hold a private key are listed here, so that a new one is noticed. */
  @Test
  void onlyTheSchedulerSigns() throws IOException {
    assertThat(classesNaming("mostao/ao/ans104/Ed25519Signer"))
        .containsExactlyInAnyOrder("SchedulerKey.class", "SchedulerWiring.class");
    assertThat(classesNaming("mostao/ao/secret/Ed25519KeyFile"))
        .containsExactly("SchedulerWiring.class");
    assertThat(classesNaming("mostao/ao/ans104/Signer")).containsExactly("SchedulerKey.class");
    assertThat(classesNaming("mostao/messenger")).isEmpty();
  }

  private static List<String> classesNaming(String type) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("target/classes/mostao/gateway"))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .filter(file -> content(file).contains(type))
          .map(file -> file.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
