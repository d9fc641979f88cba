package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mostao.ao.unit.ProcessState;
import mostao.ao.unit.SlotPage;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.RawConnection;
import mostao.gateway.fixture.TestSystem;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
class ApiDocumentTest {
  private static final Set<String> REFUSALS = Set.of("400", "429", "503");

  private GatewayFixture gateway;
  private JsonNode document;

  @BeforeEach
  void open() throws IOException {
    gateway = GatewayFixture.open();
    Reply reply = gateway.client().get("/q/openapi?format=json");
    assertThat(reply.status()).isEqualTo(200);
    document = reply.json();
    Files.writeString(Path.of("target/openapi.json"), document.toPrettyString());
  }

  @Test
  void everyOperationSaysWhatItDoesAndWhatCanComeOfIt() {
    assertThat(document.path("info").path("title").asText()).isEqualTo("MostAO");
    assertThat(document.path("info").path("version").asText())
        .isEqualTo(gateway.home().path("version").asText());
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        each -> complete(each.getKey() + " " + path.getKey(), each.getValue())));
    assertThat(document.path("paths").size()).isGreaterThan(3);
    assertThat(document.toString()).as("no placeholder is left").doesNotContain("{registry}\"");
  }

  private static void complete(String name, JsonNode operation) {
    assertThat(operation.path("summary").asText()).as(name).isNotEmpty();
    assertThat(operation.path("tags")).as(name).isNotEmpty();
    Set<String> statuses = new TreeSet<>();
    operation.path("responses").fieldNames().forEachRemaining(statuses::add);
    assertThat(statuses).as(name).containsAll(REFUSALS).anyMatch(status -> status.startsWith("2"));
    assertThat(statuses).as(name).doesNotContain("default");
    operation
        .path("parameters")
        .forEach(
            parameter ->
                assertThat(!parameter.path("required").asBoolean() || parameter.has("example"))
                    .as(name + " has an example for " + parameter.path("name"))
                    .isTrue());
  }

  @Test
  void whatIsReferredToIsThere() {
    document
        .findValuesAsText("$ref")
        .forEach(
            ref -> assertThat(document.at(ref.substring(1)).isMissingNode()).as(ref).isFalse());
  }

  @Test
  void everyExampleGivesWhatIsDocumented() {
    String registry = gateway.registry();
    String result = "{\"Messages\":[],\"Spawns\":[],\"Assignments\":[],\"Output\":\"\"}";
    String unit = "/unit/processes/" + registry;
    gateway.units().put(unit + "/results", 200, "{\"hasNextPage\":false,\"entries\":[]}");
    gateway.units().put(unit + "/dry-run", 200, result);
    String entry =
        "{\"Process\":\"%1$s\",\"Message\":\"%1$s\",\"Nonce\":0,\"Timestamp\":1700000000000,"
            + "\"Item\":%2$s,\"Result\":%3$s}";
    entry =
        String.format(
            Locale.ROOT, entry, registry, new String(born(), StandardCharsets.UTF_8), result);
    String page = "{\"hasNextPage\":false,\"entries\":[" + entry + "]}";
    gateway.units().put(unit + "/results/" + registry, 200, entry);
    gateway.units().put(unit + "/assignments/" + registry, 200, entry);
    gateway.units().put(unit + "/assignments", 200, page);
    SlotPage.Slot birth = new SlotPage.Slot(1_700_000_000_000L, registry, List.of());
    gateway
        .units()
        .put(
            unit + "/slots",
            query -> {
              long first = Long.parseLong(query.replaceFirst(".*from-nonce=([0-9]+).*", "$1"));
              List<SlotPage.Slot> slots = first == 0 ? List.of(birth) : List.of();
              return new SlotPage(first, slots, false).json().toString();
            });
    String state =
        new ProcessState(registry, "registry", "o", 0, 1, JsonNodeFactory.instance.objectNode())
            .json()
            .toString();
    gateway.units().put(unit + "/state", 200, state);
    Map<String, JsonNode> paths = new TreeMap<>();
    document.path("paths").properties().forEach(p -> paths.put(p.getKey(), p.getValue()));
    paths.forEach(
        (path, item) ->
            item.properties()
                .forEach(each -> send(each.getKey().toUpperCase(Locale.ROOT), path, each)));
  }

  private byte[] born() {
    return gateway.log().all("ao.registry.inbox").stream()
        .map(ConsumerRecord::value)
        .filter(value -> new String(value, StandardCharsets.UTF_8).contains(gateway.registry()))
        .findFirst()
        .orElseThrow();
  }

  private void send(String method, String path, Map.Entry<String, JsonNode> each) {
    JsonNode operation = each.getValue();
    JsonNode content = operation.path("requestBody").path("content");
    if (content.isMissingNode()) {
      check(method, path, operation, "", BodyPublishers.noBody());
      return;
    }
    content
        .properties()
        .forEach(
            media -> {
              if (media.getValue().has("example")) {
                JsonNode example = media.getValue().path("example");
                String body = example.isTextual() ? example.asText() : example.toString();
                check(method, path, operation, media.getKey(), BodyPublishers.ofString(body));
              }
            });
  }

  private void check(
      String method, String path, JsonNode operation, String type, BodyPublisher body) {
    if (operation.at("/responses/200/content").has("text/event-stream")) {
      assertThat(begun(filled(path, operation), gateway.operator())).as(path).isEqualTo(200);
      return;
    }
    HttpRequest.Builder request = gateway.client().request(filled(path, operation));
    if (!type.isEmpty()) {
      request.header("Content-Type", type);
    }
    if (operation.has("security")) {
      request.header("Authorization", gateway.operator());
    }
    Reply reply = gateway.client().send(request.method(method, body));
    assertThat(operation.path("responses").has(String.valueOf(reply.status())))
        .as(method + " " + path + " gives " + reply.response().body())
        .isTrue();
    assertThat(reply.status()).as(method + " " + path + reply.json()).isLessThan(300);
  }

  /** The status of an answer that does not end. */
  private static int begun(String path, String authorization) {
    try (RawConnection client = RawConnection.from("127.0.0.1")) {
      client.send(
          "GET " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: " + authorization + "\r\n\r\n");
      return client.read(false).status();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String filled(String path, JsonNode operation) {
    String filled = path;
    StringBuilder query = new StringBuilder();
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.path("name").asText();
      if (parameter.has("example")) {
        String value =
            URLEncoder.encode(parameter.path("example").asText(), StandardCharsets.UTF_8);
        filled = filled.replace("{" + name + "}", value);
        if (parameter.path("in").asText().equals("query")) {
          query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
        }
      }
    }
    return filled + query;
  }

  @Test
  void thePageThatSendsRequestsIsNotThereUnlessItIsSwitchedOn() {
    assertThat(gateway.client().get("/q/swagger-ui").status()).isEqualTo(404);
  }
}
