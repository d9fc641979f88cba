package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.ao.process.Json;
import mostao.client.chat.HandleName;
import mostao.client.chat.WaitPolicy;
import mostao.client.fake.FakeDeployment;
import mostao.client.fake.FakeDeployment.Fault;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReadsTest {
  private static final int PAGE = 5;
  private static final List<Read> ALL = List.of(Read.values());
  private static final Load CLOSED = new Load.InFlight(4, 1);

  private final StringWriter out = new StringWriter();
  @TempDir private Path folder;

  private ReadsReport run(FakeDeployment deployment, Load load, List<Read> reads) throws Exception {
    PrintWriter progress = new PrintWriter(out, true);
    return ReadsBench.run(
        new ReadsSettings(run(deployment.uri(), load), reads, 20, PAGE),
        Meter.NONE,
        filling -> Bench.run(filling, Meter.NONE, BenchTest.Notices.of(deployment), progress),
        progress);
  }

  private ReadsReport run(Load load, List<Read> reads, Fault... faults) throws Exception {
    try (FakeDeployment deployment = new FakeDeployment(faults)) {
      return run(deployment, load, reads);
    }
  }

  private BenchSettings run(URI gateway, Load load) {
    return new BenchSettings(
        gateway,
        Optional.empty(),
        load,
        WalletType.ED25519,
        2,
        100,
        Duration.ZERO,
        Duration.ofSeconds(1),
        folder.resolve("" + gateway.getPort()),
        4,
        2,
        Duration.ofSeconds(1),
        HttpSettings.DEFAULT,
        WaitPolicy.DEFAULT);
  }

  @Test
  void whatIsAskedIsAnsweredAndTheSessionIsFilledOnce() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      ReadsReport report = run(deployment, CLOSED, ALL);

      assertThat(report.problems()).isEmpty();
      assertThat(report.ok()).isTrue();
      assertThat(report.rows()).isBetween(20L, 80L);
      assertThat(report.times().keySet())
          .containsExactlyInAnyOrderElementsOf(ALL.stream().map(Read::action).toList());
      assertThat(report.answeredPerSecond()).isPositive();
      assertThat(report.bytes()).isPositive();
      assertThat(report.toJson()).startsWith("{\"ok\":true").doesNotContain("\n");
      assertThat(String.join("\n", report.lines()))
          .contains("closed loop, 4 in flight", "pages of 5 rows", "QuerySession  p50");
      assertThat(out.toString()).contains("the session has 0 of 20 messages");

      out.getBuffer().setLength(0);
      ReadsReport again = run(deployment, new Load.Rate(50), List.of(Read.QUERY_MESSAGE));

      assertThat(again.problems()).isEmpty();
      assertThat(again.asked()).isEqualTo(50);
      assertThat(again.times().get("QueryMessage").count()).isEqualTo(50);
      assertThat(again.rows()).isEqualTo(report.rows());
      assertThat(out.toString()).doesNotContain("the session has");
    }
  }

  @Test
  void namesAreAskedForInsteadOfThePairs() throws Exception {
    try (FakeDeployment deployment = new FakeDeployment()) {
      List<Read> ofNames = List.of(Read.QUERY_HANDLE, Read.GET_HANDLES);
      BenchSettings run = run(deployment.uri(), new Load.Rate(20));
      HandleName name;
      try (Cast cast = Cast.of(run, Cast.folder(run), new PrintWriter(out, true))) {
        name = cast.pairs().get(0).to();
      }

      assertThat(run(new ReadsSettings(run, ofNames, 20, PAGE, List.of(name))).problems())
          .isEmpty();
      HandleName other = new HandleName("nobody", "x".repeat(43), name.owner());
      assertThat(run(new ReadsSettings(run, ofNames, 20, PAGE, List.of(name, other))).refused())
          .isEqualTo(Map.of("wrong answer", 10L));
    }
  }

  private ReadsReport run(ReadsSettings settings) throws Exception {
    return ReadsBench.run(settings, Meter.NONE, new PrintWriter(out, true));
  }

  @Test
  void aRunWithAWrongAnswerIsNotGood() throws Exception {
    ReadsReport report = run(new Load.Rate(30), List.of(Read.QUERY_MESSAGE), Fault.ROW_MISSING);

    assertThat(report.ok()).isFalse();
    assertThat(report.refused()).isEqualTo(Map.of("wrong answer", 10L));
    assertThat(report.problems()).containsExactly("10 questions: wrong answer");
    assertThat(report.times().get("QueryMessage").count()).isEqualTo(20);
  }

  @Test
  void aRunWithARefusalIsNotGood() throws Exception {
    ReadsReport report = run(new Load.Rate(30), List.of(Read.QUERY_SESSION), Fault.QUOTA);

    assertThat(report.ok()).isFalse();
    assertThat(report.refused()).isEqualTo(Map.of("HTTP 429", 10L));
  }

  private static Question asking(String right) {
    return new Question(Read.QUERY_HANDLE, new byte[0], Question.with("pid", right));
  }

  private static byte[] result(String reply) {
    var result = Json.object();
    result.putArray("Messages").addObject().put("Data", reply);
    return Json.write(result).getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void anAnswerIsRightWhenItSaysWhatIsSo() {
    Question question = asking("x");

    assertThat(question.isRight(result("{\"pid\":\"y\"}"))).isFalse();
    assertThat(question.isRight(result("{\"pid\":\"x\"}"))).isTrue();
    assertThat(question.isRight(result("{\"pid\":\"y\"}"))).isFalse();
    assertThat(question.isRight(result("[{\"pid\":\"y\"},{\"pid\":\"x\"}]"))).isTrue();
    assertThat(question.isRight(result("{\"pid\":\"x\"}"))).isTrue();
    assertThat(question.isRight(result("{\"status\":\"error\"}"))).isFalse();
    assertThat(question.isRight(result("no JSON"))).isFalse();
    assertThat(question.isRight("{\"Error\":\"x\"}".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(question.isRight(new byte[0])).isFalse();
  }

  @Test
  void aPageHasAllItsRowsInOrderFromWhereItBegins() {
    assertThat(isPage(30, 30, 30, 29, 28)).isTrue();
    assertThat(isPage(25, 35, 30, 29, 28)).isTrue();
    assertThat(isPage(31, 35, 30, 29, 28)).isFalse();
    assertThat(isPage(25, 29, 30, 29, 28)).isFalse();
    assertThat(isPage(30, 30, 30, 29)).isFalse();
    assertThat(isPage(30, 30, 30, 29, 28, 27)).isFalse();
    assertThat(isPage(30, 30, 30, 28, 29)).isFalse();
  }

  private static boolean isPage(long newest, long oldest, long... ids) {
    var page = Json.array();
    for (long id : ids) {
      page.addObject().put("id", id).put("content", "text");
    }
    return Question.page(3, newest, oldest).test(page);
  }

  @Test
  void pagesLieEvenlyInAHistoryAndAreWhole() {
    List<Long> places = Questions.places(6_450, 50);
    assertThat(places).hasSize(64).startsWith(6_450L, 6_350L).endsWith(150L);
    assertThat(Questions.places(51, 50)).containsExactly(51L);
    assertThat(Questions.places(50, 50)).containsExactly(50L);
  }

  @Test
  void limitsAreKept() {
    BenchSettings run = run(URI.create("http://127.0.0.1:1"), CLOSED);
    assertThat(new ReadsSettings(run, ALL, 1_000_000, 1_000).filling(1).items()).isEqualTo(60);
    assertThat(new ReadsSettings(run, ALL, 50, 50).filling(1_000_000).items()).isEqualTo(30_000);
    assertRefused("nothing is asked", () -> new ReadsSettings(run, List.of(), 50, 50));
    assertRefused("1 to 1000 rows", () -> new ReadsSettings(run, ALL, 50, 0));
    assertRefused("1 to 1000 rows", () -> new ReadsSettings(run, ALL, 5_000, 1_001));
    assertRefused("one page to 1000000", () -> new ReadsSettings(run, ALL, 49, 50));
    assertRefused("one page to 1000000", () -> new ReadsSettings(run, ALL, 1_000_001, 50));
    HandleName name = new HandleName("a", "p", "o");
    assertRefused(
        "at most 100000 names",
        () -> new ReadsSettings(run, ALL, 50, 50, Collections.nCopies(100_001, name)));
    assertRefused(
        "at most 1000 can be in flight", () -> new ReadsSettings(wide(1_001, 1), ALL, 50, 50));
    assertRefused("addresses are at most 250", () -> wide(1, 251));
  }

  private BenchSettings wide(int connections, int addresses) {
    BenchSettings run = run(URI.create("http://127.0.0.1:1"), CLOSED);
    return new BenchSettings(
        run.gateway(),
        run.bootstrapServers(),
        run.load(),
        run.wallet(),
        run.sessions(),
        run.size(),
        run.warmUp(),
        run.duration(),
        run.folder(),
        connections,
        addresses,
        run.drain(),
        run.http(),
        run.patience());
  }

  private static void assertRefused(String why, Runnable made) {
    assertThatThrownBy(made::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(why);
  }

  @Test
  void aStallIsInTheTimesOfAllThatWereDueMeanwhile() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger requests = new AtomicInteger();
    byte[] answer = result("{\"pid\":\"x\"}");
    HttpServer door =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    door.createContext(
        "/",
        exchange -> {
          try {
            if (requests.incrementAndGet() == 10) {
              never.await(400, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    door.start();
    try {
      URI gateway = URI.create("http://127.0.0.1:" + door.getAddress().getPort());
      byte[] request = DoorConnection.request(gateway, "/dry-run", "", new byte[0]);
      Question question = new Question(Read.QUERY_HANDLE, request, Question.with("pid", "x"));
      Answers answers = new Answers(due -> true);
      long start = System.nanoTime();
      new Asker(
              new DoorConnection(gateway, Optional.empty(), Duration.ofSeconds(10)),
              Due.of(new Load.Rate(100), start, start + TimeUnit.SECONDS.toNanos(1)),
              () -> question,
              answers,
              start + TimeUnit.SECONDS.toNanos(30))
          .call();

      assertThat(answers.refusals()).isEmpty();
      assertThat(answers.right()).isEqualTo(100);
      // One in a hundred was slow; of those due in the 400 ms of it, half waited over 200 ms.
      assertThat(answers.times().get("QueryHandle").p95()).isGreaterThan(200);
      assertThat(answers.late().max()).isGreaterThan(200);
    } finally {
      door.stop(0);
    }
  }
}
