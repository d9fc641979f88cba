package mostao.gateway.units;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import mostao.ao.unit.ProcessSummary;
import mostao.ao.unit.UnitRequest;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnitsTest {
  private final Vertx vertx = Vertx.vertx();
  private final List<HttpConnection> asked = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  /** A unit that answers so many questions with 503, and then that there is no such process. */
  private Units units(int unavailable) throws Exception {
    HttpServer unit =
        vertx
            .createHttpServer()
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
            .withDefaultValue("mostao.units.registry.url", "http://127.0.0.1:" + unit.actualPort())
            .withConverter(Duration.class, 200, new DurationConverter())
            .build()
            .getConfigMapping(UnitSettings.class);
    return new Units(vertx, settings, Optional.empty());
  }

  private static CompletionStage<Reply<ProcessSummary>> ask(Units units) {
    return units.ask("somebody", Topics.REGISTRY, UnitRequest.process("x".repeat(43)));
  }

  @Test
  void aReplicaThatCantAnswerIsNotTheLastOneAsked() throws Exception {
    try (Units units = units(1)) {
      Reply<ProcessSummary> reply = ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS);
      assertThat(reply).isInstanceOf(Reply.Denied.class);
    }
    assertThat(asked).hasSize(2).doesNotHaveDuplicates();
  }

  @Test
  void itIsAskedOnceMoreOnly() throws Exception {
    try (Units units = units(9)) {
      assertThatThrownBy(() -> ask(units).toCompletableFuture().get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(Unavailable.class);
    }
    assertThat(asked).hasSize(2);
  }
}
