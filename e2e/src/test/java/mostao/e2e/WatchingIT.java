package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mostao.ao.message.Tags;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import mostao.client.demo.Demo;
import mostao.client.demo.DemoSettings;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Dashboards and alerts against what the programs say of themselves after some work. */
@ExtendWith(RunningSystem.class)
class WatchingIT {
  private static final Path DEPLOY = RunningSystem.root().resolve("deploy");

  /** Labels that Prometheus adds when it scrapes. */
  private static final Set<String> OF_SCRAPES = Set.of("job", "instance", "namespace", "pod");

  /** Of our own, in a program. The most has the handle service, with 14 Actions. */
  private static final int MOST_SERIES = 300;

  /** In a program, with those of the JVM and of Kafka's clients, some for each partition. */
  private static final int MOST_SERIES_IN_ALL = 3_000;

  private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? \\S+");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");
  private static final Pattern ID =
      Pattern.compile("(?<![\\w-])[\\w-]{43}(?![\\w-])|0x[0-9a-fA-F]{40}");
  private static final Pattern NAMED =
      Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*\\}\\}");

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Map<String, List<Map<String, String>>> SERIES_OF = new TreeMap<>();
  private static final Map<String, List<String>> SERIES_BY_PROGRAM = new LinkedHashMap<>();

  /** An expression, what shows it, and the labels that its legend or its words name. */
  private record Shown(String where, String expression, Set<String> named) {}

  @BeforeAll
  static void aBusySystemIsScraped() throws Exception {
    Demo.run(
        DemoSettings.of(
            RunningSystem.gateway(),
            RunningSystem.stack().broker().bootstrapServers(),
            RunningSystem.stack().settings().data().resolve("watching-demo")),
        new PrintWriter(new StringWriter()));
    Wallet wallet = WalletType.ED25519.create();
    try (AoClient client = RunningSystem.client(wallet)) {
      String registry = client.info().registry();
      for (int i = 0; i < 30; i++) {
        String made = "Made-Up-" + i;
        String id =
            client.post(
                AoMessages.draft(registry, Tags.of("Action", made), "")
                    .sign(wallet.signer())
                    .orThrow());
        client.result(id, registry);
        RunningSystem.get("/" + id);
        RunningSystem.get("/results/" + id);
      }
    }
    scrape();
  }

  private static void scrape() throws IOException, InterruptedException {
    SERIES_OF.clear();
    SERIES_BY_PROGRAM.clear();
    Path kept = Files.createDirectories(RunningSystem.root().resolve("e2e/target/metrics"));
    for (ServiceProcess program : RunningSystem.stack().services()) {
      String text = metrics(program);
      Files.writeString(kept.resolve(program.name() + ".txt"), text);
      text.lines().filter(line -> !line.startsWith("#")).forEach(line -> take(program, line));
    }
  }

  private static String metrics(ServiceProcess program) throws IOException, InterruptedException {
    return HTTP.send(
            HttpRequest.newBuilder(URI.create(program.operatorUrl() + "/q/metrics"))
                .timeout(Duration.ofSeconds(60))
                .GET()
                .build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private static void take(ServiceProcess program, String line) {
    var series = SERIES.matcher(line.replaceFirst(" # .*", ""));
    assertThat(series.matches()).as(line).isTrue();
    Map<String, String> labels = new HashMap<>();
    if (series.group(2) != null) {
      LABEL.matcher(series.group(2)).results().forEach(l -> labels.put(l.group(1), l.group(2)));
    }
    SERIES_OF.computeIfAbsent(series.group(1), name -> new ArrayList<>()).add(labels);
    SERIES_BY_PROGRAM
        .computeIfAbsent(program.name(), name -> new ArrayList<>())
        .add(series.group(1));
  }

  /** Metrics of Kafka's clients are looked for anew once a minute. */
  @Test
  void whatTheyNameIsThere() throws IOException {
    List<Shown> all = new ArrayList<>(alerts());
    all.addAll(panels());
    assertThat(all).hasSizeGreaterThan(40);
    await()
        .atMost(Duration.ofMinutes(3))
        .pollInterval(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .untilAsserted(
            () -> {
              scrape();
              assertThat(all).flatMap(WatchingIT::missing).isEmpty();
            });
  }

  @Test
  void noLabelHoldsAnIdAndTheSeriesAreFew() {
    SERIES_OF.forEach(
        (metric, series) ->
            assertThat(series)
                .as(metric)
                .allSatisfy(
                    labels ->
                        assertThat(labels.values())
                            .noneMatch(value -> ID.matcher(value).find())
                            .noneMatch(value -> value.contains("Made-Up"))));
    assertThat(SERIES_BY_PROGRAM)
        .hasSize(5)
        .allSatisfy(
            (program, series) -> {
              assertThat(series).hasSizeLessThan(MOST_SERIES_IN_ALL);
              assertThat(series.stream().filter(metric -> metric.startsWith("mostao_")))
                  .hasSizeLessThan(MOST_SERIES);
            });
  }

  /** Of this run and of all tests before it. What tests put there that is no message is not. */
  @Test
  void everyRecordIsAsTheDocumentOfTopicsSays() throws IOException {
    AsyncApi document = AsyncApi.read();
    Set<String> letters = new HashSet<>();
    for (String module : Topics.MODULES) {
      for (var letter : TopicReader.all(Topics.deadLetters(module))) {
        letters.add(
            TopicReader.header(letter, Headers.SOURCE_TOPIC)
                + TopicReader.header(letter, Headers.SOURCE_PARTITION)
                + "@"
                + TopicReader.header(letter, Headers.SOURCE_OFFSET));
      }
    }
    for (String topic : document.topics()) {
      var rows = TopicReader.all(topic);
      assertThat(rows)
          .filteredOn(row -> !letters.contains(topic + row.partition() + "@" + row.offset()))
          .allSatisfy(
              row ->
                  assertThat(document.faults(row))
                      .as("%s/%d@%d", topic, row.partition(), row.offset())
                      .isEmpty());
      assertThat(rows.isEmpty() && !topic.endsWith(".dlq")).as("nothing on %s", topic).isFalse();
    }
  }

  /** The lines of deploy/README.md. */
  @Test
  void kcatShowsWhatItsHeadersSay() throws Exception {
    Needed.program("kcat");
    Needed.program("jq");
    List<String> lines =
        Files.readAllLines(DEPLOY.resolve("README.md")).stream()
            .filter(line -> line.startsWith("$ kcat "))
            .map(line -> line.substring(2))
            .map(
                line ->
                    line.replace(
                        "127.0.0.1:7074", RunningSystem.stack().broker().bootstrapServers()))
            .toList();
    assertThat(lines).hasSize(3);
    assertThat(said(lines.get(0)))
        .matches("(?s)(ao\\.session\\.inbox/\\d+@\\d+ ao-id=.*,ao-action=SendMessage,.*\n)+");
    assertThat(said(lines.get(1))).contains("\"Action\":\"SendMessage\",\"Nonce\":");
    said(lines.get(2));
  }

  private static String said(String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-o", "pipefail", "-c", line).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", line, said).isZero();
    return said;
  }

  @Test
  void whatIsNotThereIsMissed() {
    assertThat(missing(new Shown("", "mostao_refusals_total", Set.of("code")))).isEmpty();
    assertThat(missing(new Shown("", "mostao_refusal_total", Set.of()))).hasSize(1);
    assertThat(missing(new Shown("", "mostao_refusals_total{reason=~\".*\"}", Set.of())))
        .hasSize(1);
    assertThat(missing(new Shown("", "mostao_refusals_total{code=\"Wrong\"}", Set.of())))
        .hasSize(1);
    assertThat(missing(new Shown("", "sum by (reason) (mostao_refusals_total)", Set.of())))
        .hasSize(1);
    assertThat(missing(new Shown("", "sum by (code) (mostao_refusals_total)", Set.of("reason"))))
        .hasSize(1);
  }

  @Test
  void everyMetricOfOursIsInAReadme() throws IOException {
    StringBuilder read = new StringBuilder();
    for (String module : List.of("ao/runtime", "gateway", "messenger")) {
      read.append(Files.readString(RunningSystem.root().resolve(module).resolve("README.md")));
    }
    assertThat(SERIES_OF.keySet().stream().filter(metric -> metric.startsWith("mostao_")))
        .isNotEmpty()
        .map(metric -> metric.replaceFirst("_(bucket|sum|count|max)$", ""))
        .allSatisfy(metric -> assertThat(read).contains("`" + metric));
  }

  private static List<String> missing(Shown shown) {
    List<String> missing = new ArrayList<>();
    Promql asked = Promql.of(shown.expression());
    Set<String> known = new HashSet<>(OF_SCRAPES);
    for (Promql.Selector selector : asked.metrics()) {
      List<Map<String, String>> series = SERIES_OF.getOrDefault(selector.metric(), List.of());
      if (series.isEmpty()) {
        missing.add(shown.where() + ": no metric " + selector.metric());
      } else if (series.stream().noneMatch(labels -> matches(selector, labels))) {
        missing.add(shown.where() + ": no series of " + selector);
      }
      series.forEach(labels -> known.addAll(labels.keySet()));
    }
    Stream.concat(asked.labels().stream(), shown.named().stream())
        .filter(label -> !known.contains(label))
        .filter(label -> !missing.toString().contains("no metric"))
        .forEach(label -> missing.add(shown.where() + ": no label " + label));
    return missing;
  }

  private static boolean matches(Promql.Selector selector, Map<String, String> labels) {
    return selector.labels().stream()
            .allMatch(label -> OF_SCRAPES.contains(label) || labels.containsKey(label))
        && selector.values().entrySet().stream()
            .allMatch(value -> value.getValue().equals(labels.get(value.getKey())));
  }

  private static List<Shown> alerts() throws IOException {
    List<Shown> found = new ArrayList<>();
    JsonNode rules = new YAMLMapper().readTree(DEPLOY.resolve("alerts/mostao.yml").toFile());
    for (JsonNode rule : rules.at("/groups/0/rules")) {
      found.add(
          new Shown(
              rule.path("alert").asText(),
              rule.path("expr").asText(),
              named(rule.path("annotations").toString())));
    }
    return found;
  }

  private static List<Shown> panels() throws IOException {
    List<Shown> found = new ArrayList<>();
    for (Path file : Dashboards.files()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      for (JsonNode panel : dashboard.path("panels")) {
        for (JsonNode target : panel.path("targets")) {
          found.add(
              new Shown(
                  file.getFileName() + ", " + panel.path("title").asText(),
                  target.path("expr").asText(),
                  named(target.path("legendFormat").asText())));
        }
      }
      for (JsonNode variable : dashboard.at("/templating/list")) {
        if (variable.path("type").asText().equals("query")) {
          found.add(
              new Shown(file.getFileName().toString(), variable.path("query").asText(), Set.of()));
        }
      }
    }
    return found;
  }

  private static Set<String> named(String text) {
    Set<String> labels = new HashSet<>();
    NAMED.matcher(text).results().map((MatchResult found) -> found.group(1)).forEach(labels::add);
    return labels;
  }
}
