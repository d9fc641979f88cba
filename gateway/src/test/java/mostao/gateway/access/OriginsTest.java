package mostao.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
  private final Origins local = new Origins(Optional.empty(), Set.of());
  private final Origins named =
      new Origins(Optional.of(URI.create("https://Chat.Example/")), Set.of("http://gateway:8080"));

  @ParameterizedTest
  @ValueSource(
      strings = {"https://chat.example", "HTTPS://chat.example:443", "http://gateway:8080/"})
  void aDeploymentIsKnownByItsOwnNames(String origin) {
    assertThat(named.has(origin)).isTrue();
    assertThat(local.has(origin)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:7070",
        "http://127.0.0.1",
        "http://127.9.9.9:1",
        "http://[::1]:8080",
        "https://localhost"
      })
  void withoutAPublicUrlItIsTheMachineItself(String origin) {
    assertThat(local.has(origin)).isTrue();
    assertThat(named.has(origin)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "//localhost",
        "ftp://localhost",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://localhost@evil.example",
        "http://evil.example#http://localhost",
        "http://128.0.0.1",
        "null",
        "http://a b"
      })
  void nothingElseIsAnOriginOfOurs(String origin) {
    assertThat(local.has(origin)).isFalse();
    assertThat(named.has(origin)).isFalse();
  }

  @Test
  void aSettingThatIsNoUrlIsRefused() {
    assertThatThrownBy(() -> new Origins(Optional.of(URI.create("set-by-an-overlay")), Set.of()))
        .hasMessageContaining("mostao.public-url");
    assertThatThrownBy(() -> new Origins(Optional.empty(), Set.of("gateway:8080")))
        .hasMessageContaining("mostao.access.origins");
  }
}
