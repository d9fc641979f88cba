package mostao.gateway.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mostao.ao.secret.TlsFolder;
import mostao.ao.testkit.tls.CertificateAuthority;
import mostao.ao.unit.ProcessSummary;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitsTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<HttpConnection> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** A unit that answers so many questions with 503, and then that there is no such process. */
  private Units units(int unavailable, String patience) throws Exception {
    return units(unavailable, patience, new HttpServerOptions(), "http", Optional.empty());
  }

  private Units units(
      int unavailable,
      String patience,
      HttpServerOptions options,
      String scheme,
      Optional<TlsFolder> tls)
      throws Exception {
    HttpServer unit =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  asked.add(request.connection());
                  int status = asked.size() <= unavailable ? 503 : 404;
                  request.response().setStatusCode(status).end("{\"message\":\"none\"}");
                })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    UnitSettings settings =
        new SmallRyeConfigBuilder()
            .withMapping(UnitSettings.class)
            .withDefaultValue(
                "mostao.units.registry.url", scheme + "://127.0.0.1:" + unit.actualPort())
            .withDefaultValue("mostao.units.patience", patience)
            .withConverter(Duration.class, 200, new DurationConverter())
            .build()
            .getConfigMapping(UnitSettings.class);
    return new Units(vertx, settings, tls);
  }

  private static CompletionStage<Reply<ProcessSummary>> ask(Units units) {
    return units.ask("somebody", Topics.REGISTRY, UnitRequest.process("x".repeat(43)));
  }

  @Test
  void aReplicaThatCantAnswerIsNotTheLastOneAsked() throws Exception {
    try (Units units = units(1, "0s")) {
      Reply<ProcessSummary> reply = ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(reply).isInstanceOf(Reply.Denied.class);
    }
    assertThat(asked).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void replicasThatCantAnswerAreFollowedByOthersForAWhile() throws Exception {
    try (Units units = units(4, "30s")) {
      Reply<ProcessSummary> reply = ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(reply).isInstanceOf(Reply.Denied.class);
    }
    assertThat(asked).hasSize(5).doesNotHaveDuplicates();
  }

  @Test
  void noMoreAreAskedThanTheWhileIsLong() throws Exception {
    try (Units units = units(9, "200ms")) {
      assertThatThrownBy(() -> ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(Unavailable.class);
    }
    assertThat(asked).hasSize(2);
  }

  @Test
  void whoAsksAUnitThatIsDownForLongerHearsSoAtOnce() throws Exception {
    int before;
    try (Units units = units(Integer.MAX_VALUE, "1s")) {
      int questions = 0;
      do {
        before = asked.size();
        assertThatThrownBy(() -> ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS))
            .hasCauseInstanceOf(Unavailable.class);
        questions++;
      } while (asked.size() - before > 2 && questions < 50);
    }
    assertThat(asked.size() - before).isEqualTo(2);
  }

  @Test
  void meetingUnitsEndsAlsoWhereNoneIs() throws Exception {
    // That of the registry is there, those of handles and sessions are not.
    try (Units units = units(0, "0s")) {
      units.meet().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
    assertThat(asked).isEmpty();
  }

  private static HttpServerOptions demanding(Path own) {
    return new HttpServerOptions()
        .setSsl(true)
        .setClientAuth(ClientAuth.REQUIRED)
        .setTrustOptions(new PemTrustOptions().addCertPath(own + "/ca.crt"))
        .setKeyCertOptions(
            new PemKeyCertOptions().setCertPath(own + "/tls.crt").setKeyPath(own + "/tls.key"));
  }

  @Test
  void itProvesItselfToAUnitThatDemandsIt(@TempDir Path folder) throws Exception {
    CertificateAuthority ours = new CertificateAuthority("ours");
    HttpServerOptions unit = demanding(ours.folder(folder.resolve("unit"), "registry-service"));
    TlsFolder own = new TlsFolder(ours.folder(folder.resolve("gateway"), "gateway"));
    assertThat(own.secondsLeft()).isBetween(80_000.0, 86_400.0);
    try (Units units = units(0, "2s", unit, "https", Optional.of(own))) {
      assertThat(ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .isInstanceOf(Reply.Denied.class);
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void itBelievesNoUnitOfAnotherAuthority(@TempDir Path folder) throws Exception {
    Path theirs = new CertificateAuthority("theirs").folder(folder.resolve("unit"), "registry");
    HttpServerOptions unit = demanding(theirs).setClientAuth(ClientAuth.NONE);
    TlsFolder own =
        new TlsFolder(new CertificateAuthority("ours").folder(folder.resolve("g"), "gateway"));
    try (Units units = units(0, "2s", unit, "https", Optional.of(own))) {
      assertThatThrownBy(() -> ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(Unavailable.class);
    }
    assertThat(asked).isEmpty();
  }
}
