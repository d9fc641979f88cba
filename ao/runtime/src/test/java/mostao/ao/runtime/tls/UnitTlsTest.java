package mostao.ao.runtime.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.testkit.tls.CertificateAuthority;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A unit with a certificate, and who gets to read from it. */
@QuarkusTest
@TestProfile(UnitTlsTest.WithCertificate.class)
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class UnitTlsTest {
  private static final CertificateAuthority OURS = new CertificateAuthority("mostao internal");
  private static final String READ = "/unit/processes/" + "x".repeat(43);

  @TempDir Path clients;
  private final Vertx vertx = Vertx.vertx();

  /** The unit's settings. */
  public static final class WithCertificate implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      try {
        Path folder = Files.createTempDirectory("unit-tls");
        OURS.folder(folder, "counter-service");
        return Map.of("mostao.tls.folder", folder.toString(), "quarkus.http.test-ssl-port", "0");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** What was answered. */
  private record Answer(int status, String body) {}

  private Answer get(String path, Optional<Path> certificate) throws Exception {
    HttpClientOptions options = new HttpClientOptions().setSsl(true).setTrustAll(true);
    certificate.ifPresent(
        own ->
            options
                .setTrustAll(false)
                .setTrustOptions(new PemTrustOptions().addCertPath(own + "/ca.crt"))
                .setKeyCertOptions(
                    new PemKeyCertOptions()
                        .setCertPath(own + "/tls.crt")
                        .setKeyPath(own + "/tls.key")));
    return get(options, "quarkus.http.test-ssl-port", path);
  }

  private Answer get(HttpClientOptions options, String port, String path) throws Exception {
    int number = ConfigProvider.getConfig().getValue(port, Integer.class);
    return vertx
        .createHttpClient(options)
        .request(HttpMethod.GET, number, "localhost", path)
        .compose(HttpClientRequest::send)
        .compose(got -> got.body().map(body -> new Answer(got.statusCode(), body.toString())))
        .toCompletionStage()
        .toCompletableFuture()
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void the_gateway_reads() throws Exception {
    Optional<Path> gateway = Optional.of(OURS.folder(clients, "gateway", "gateway.mostao.svc"));
    assertThat(get(READ, gateway).body()).contains("UnknownProcess");
  }

  @Test
  void whoever_has_no_certificate_reads_nothing() throws Exception {
    Answer refused = get(READ, Optional.empty());
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("NotAPart", "without a certificate");
    assertThat(get("//unit/../unit/processes/x", Optional.empty()).status())
        .as("another spelling")
        .isEqualTo(401);
  }

  @Test
  void another_program_reads_nothing() throws Exception {
    Answer refused = get(READ, Optional.of(OURS.folder(clients, "messenger")));
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("NotAPart", "messenger");
  }

  @Test
  void a_certificate_of_another_authority_or_an_expired_one_ends_the_connection() throws Exception {
    Path theirs =
        new CertificateAuthority("mostao internal").folder(clients.resolve("a"), "gateway");
    Files.copy(
        OURS.folder(clients.resolve("b"), "x").resolve("ca.crt"),
        theirs.resolve("ca.crt"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> get(READ, Optional.of(theirs))).hasMessageContaining("SSL");
    Path expired = OURS.folder(clients.resolve("c"), Duration.ofHours(-1), "gateway");
    assertThatThrownBy(() -> get(READ, Optional.of(expired))).hasMessageContaining("SSL");
  }

  @Test
  void health_and_metrics_answer_by_tls_and_nothing_answers_without() throws Exception {
    assertThat(get("/q/health/live", Optional.empty()).status()).isEqualTo(200);
    assertThatThrownBy(
            () -> get(new HttpClientOptions(), "quarkus.http.test-port", "/q/health/live"))
        .isNotNull();
  }
}
