package mostao.client.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayException;
import mostao.client.http.ResultsPage;
import mostao.client.http.SchedulePage;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A conversation of which the gateway keeps the birth and the end: there is no file of it. */
class NotKeptTest {
  private static final int GONE = 410;
  private static final String SENTENCE =
      "messages 1 to 3 are no longer kept, as mostao.retention.keep of its service says";

  @TempDir private Path folder;
  private final PaperSession paper = new PaperSession(8);
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();
  private HttpServer gateway;
  private AoClient client;

  @BeforeEach
  void open() throws IOException {
    gateway = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    gateway.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestURI().toString());
            byte[] body =
                ("{\"code\":\"NotKept\",\"error\":\"" + SENTENCE + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(GONE, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    gateway.start();
    client =
        new AoClient(
            URI.create("http://127.0.0.1:" + gateway.getAddress().getPort()),
            WalletType.ED25519.create());
  }

  @AfterEach
  void close() {
    client.close();
    gateway.stop(0);
  }

  /** Shows the birth, and says more is there; the rest the gateway is asked for. */
  private record BirthOnly(PaperSession paper, AoClient client) implements ConversationSource {
    @Override
    public SchedulePage schedule(String process, long after, int limit)
        throws IOException, InterruptedException {
      return after < 0
          ? new SchedulePage(paper.schedule(process, after, 1).entries(), true)
          : new GatewaySource(client).schedule(process, after, limit);
    }

    @Override
    public SchedulePage scheduleSince(String process, long time, int limit) {
      return new SchedulePage(List.of(), false);
    }

    @Override
    public ResultsPage results(String process, String after, int limit) {
      return paper.results(process, after, limit);
    }
  }

  @Test
  void aConversationThatIsNotKeptWholeIsRefusedAtOnceAndLeavesNoFile() {
    ProofExport export =
        new ProofExport(
            new BirthOnly(paper, client),
            draft -> PaperSession.signed(PaperSession.ALICE, draft),
            "https://paper",
            Clock.systemUTC());
    ProofExport.Request request =
        new ProofExport.Request(
            paper.session,
            PaperSession.ALICES,
            Optional.empty(),
            ProofLimits.DEFAULT,
            1_000,
            Optional.empty());
    assertThatThrownBy(() -> export.write(request, folder.resolve("conversation.ans104")))
        .isInstanceOfSatisfying(
            GatewayException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(GONE);
              assertThat(refused.code()).isEqualTo("NotKept");
              assertThat(refused.sentence()).isEqualTo(SENTENCE);
            });
    assertThat(asked)
        .singleElement()
        .asString()
        .startsWith("/" + paper.session + "?")
        .contains("from-nonce=0");
    assertThat(folder).isEmptyDirectory();
  }
}
