package mostao.gateway.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.EthereumSigner;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.Admission;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.stack.Client.Reply;
import mostao.gateway.stack.Condition;
import mostao.gateway.stack.Scene;
import mostao.gateway.stack.Stack;
import mostao.gateway.stack.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Stack.class)
class GraphqlTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final long TIME = 1_731_234_567_123L;

  /** As both clients send it. */
  private static final String Q1 =
      """
          query GetTransactions ($transactionIds: [ID!]!) {
            transactions(ids: $transactionIds) {
              edges {
                node {
                  owner {
                    address
                  }
                  tags {
                    name
                    value
                  }
                  block {
                    id
                    height
                    timestamp
                  }
                }
              }
            }
          }""";

  /** As 0.0.57's spawn and 0.0.98's locate send it, without commas and with a comment. */
  private static final String Q2 =
      """
          query GetSchedulerLocation ($owner: String!) {
            transactions (
              owners: [$owner]
              tags: [
                { name: "Data-Protocol", values: ["ao"] },
                { name: "Type", values: ["Scheduler-Location"] }
              ]
              # Only need the most recent Scheduler-Location
              sort: HEIGHT_DESC
              first: 1
            ) {
              edges {
                node {
                  tags {
                    name
                    value
                  }
                }
              }
            }
          }
      """;

  /** As 0.0.98's locate sends it. */
  private static final String Q3 =
      """
          query GetTransactions ($transactionIds: [ID!]!) {
            transactions(
              ids: $transactionIds
              tags: [
                { name: "Data-Protocol", values: ["ao"] }
              ]
            ) {
              edges {
                node {
                  tags {
                    name
                    value
                  }
                }
              }
            }
          }
      """;

  /** In the manner of a compute unit. */
  private static final String Q4 =
      """
          query GetProcesses(
            $processIds: [ID!]!
            $skipTags: Boolean!
            $skipSignature: Boolean!
            $skipAnchor: Boolean!
          ) {
            transactions(ids: $processIds) {
              edges {
                node {
                  id
                  signature @skip(if: $skipSignature)
                  anchor @skip(if: $skipAnchor)
                  owner { address key }
                  tags @skip(if: $skipTags) { name value }
                  recipient
                }
              }
            }
          }
      """;

  private Scene scene;

  @BeforeEach
  void open() {
    scene = Scene.open();
  }

  @Test
  void aClientFindsTheModuleItWantsToSpawn() {
    JsonNode node = only(ask(Q1, Map.of("transactionIds", List.of(scene.module("registry")))));
    assertThat(node.at("/owner/address").asText()).isEqualTo(scene.authority());
    assertThat(tags(node))
        .contains(
            "Data-Protocol=ao",
            "Type=Module",
            "Module-Format=mostao",
            "Input-Encoding=JSON",
            "Output-Encoding=JSON");
    assertThat(node.path("block").isNull()).isTrue();
  }

  @Test
  void aClientFindsTheScheduler() {
    JsonNode node = only(ask(Q2, Map.of("owner", scene.scheduler())));
    String base = scene.client().request("/su").build().uri().toString();
    assertThat(tags(node)).contains("Url=" + base, "Time-To-Live=3600000");
    assertThat(edges(ask(Q2, Map.of("owner", Scene.newId())))).isEmpty();
  }

  @Test
  void aProcessIsFoundByItsIdAsSoonAsItIsRecorded() throws Exception {
    VerifiedItem item = process("session", Scene.wallet());
    record(item, "session");
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> ask(Q3, Map.of("transactionIds", List.of(item.id()))));
    Condition.await(
        "the unit is asked", () -> !scene.units().asked(log(item) + "/" + item.id()).isEmpty());
    assertThat(reply).isNotDone();
    // Born only now.
    unitHas(item);
    scene.publish("session", item.id(), item.id(), Result.nothing());
    assertThat(tags(only(reply.get(10, TimeUnit.SECONDS))))
        .contains("Scheduler=" + scene.scheduler());
  }

  @Test
  void aComputeUnitGetsTheWholeProcess() {
    VerifiedItem item = born("handle", Scene.wallet());
    Map<String, Object> variables =
        Map.of(
            "processIds",
            List.of(item.id(), Scene.newId(), "short"),
            "skipTags",
            false,
            "skipSignature",
            false,
            "skipAnchor",
            true);
    JsonNode node = only(ask(Q4, variables));
    var record = Admission.record(item, item.owner(), item.id());
    assertThat(node.path("id").asText()).isEqualTo(item.id());
    assertThat(node.path("signature").asText()).isEqualTo(record.signature());
    assertThat(node.at("/owner/address").asText()).isEqualTo(item.owner());
    assertThat(node.at("/owner/key").asText()).isEqualTo(record.ownerKey());
    assertThat(node.path("recipient").asText()).isEmpty();
    assertThat(node.has("anchor")).isFalse();
    assertThat(tags(node)).contains("Type=Process", "Data-Protocol=ao");
  }

  @Test
  void aTransactionHasWhatArweaveWouldShow() {
    VerifiedItem item = born("handle", Scene.wallet(), "Content-Type", "text/plain");
    String query =
        "query($id: ID!) { transaction(id: $id) { id anchor fee { winston ar } quantity { ar }"
            + " data { size type } block { id timestamp height previous } parent { id }"
            + " bundledIn { id } } }";
    JsonNode node = ask(query, Map.of("id", item.id())).json().at("/data/transaction");
    assertThat(node.at("/data/size").asText()).isEqualTo("7");
    assertThat(node.at("/data/type").asText()).isEqualTo("text/plain");
    assertThat(node.at("/fee/winston").asText()).isEqualTo("0");
    assertThat(node.at("/block/timestamp").asLong()).isEqualTo(TIME / 1000);
    assertThat(node.at("/block/height").asLong()).isEqualTo(TIME / 120_000);
    assertThat(node.at("/block/id").isNull()).isTrue();
    assertThat(node.path("parent").isNull()).isTrue();
    Reply nobody = ask(query, Map.of("id", Scene.newId()));
    assertThat(nobody.status()).isEqualTo(200);
    assertThat(nobody.json().at("/data/transaction").isNull()).isTrue();
  }

  @Test
  void anEthereumOwnerIsFoundUnderBothItsAddresses() {
    Signer ethereum = new EthereumSigner(java.util.HexFormat.of().parseHex("11".repeat(32)));
    VerifiedItem item = born("registry", ethereum);
    JsonNode node = only(list("ids: [\"%s\"]".formatted(item.id()), "id owner { address }"));
    String address = node.at("/owner/address").asText();
    assertThat(address).hasSize(43);
    assertThat(item.owner()).startsWith("0x");
    for (String owner : List.of(address, item.owner())) {
      assertThat(ids(list("owners: [\"%s\"], %s".formatted(owner, processes()), "id")))
          .contains(item.id());
    }
  }

  @Test
  void processesAreListedInPagesWithoutGapOrRepeat() {
    Signer owner = TestWallets.signer(91);
    List<String> born = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      born.add(born("handle", owner).id());
      born("session", owner);
    }
    String filter = "owners: [\"%s\"], %s".formatted(owner.address(), processes());
    for (String sort : List.of("HEIGHT_ASC", "HEIGHT_DESC")) {
      List<String> listed = new ArrayList<>();
      String after = "";
      JsonNode page;
      do {
        Reply reply =
            list(filter + ", first: 2, sort: %s, after: \"%s\"".formatted(sort, after), "id");
        listed.addAll(ids(reply));
        page = reply.json().at("/data/transactions");
        after = page.path("edges").path(page.path("edges").size() - 1).path("cursor").asText();
      } while (page.at("/pageInfo/hasNextPage").asBoolean());
      if (sort.equals("HEIGHT_DESC")) {
        java.util.Collections.reverse(listed);
      }
      assertThat(listed).as(sort).isEqualTo(born);
    }
  }

  @Test
  void fixedItemsAreListedInPagesToo() {
    List<String> listed = new ArrayList<>();
    String after = "";
    for (int i = 0; i < 3; i++) {
      Reply reply =
          list(
              "tags: [{name: \"Type\", values: [\"Module\"]}], first: 1, sort: HEIGHT_ASC,"
                  + " after: \"%s\"".formatted(after),
              "id");
      listed.addAll(ids(reply));
      JsonNode page = reply.json().at("/data/transactions");
      after = page.at("/edges/0/cursor").asText();
      assertThat(page.at("/pageInfo/hasNextPage").asBoolean()).isEqualTo(i < 2);
    }
    assertThat(listed)
        .containsExactly(scene.module("registry"), scene.module("handle"), scene.module("session"));
  }

  @Test
  void sessionsAreNotListed() {
    VerifiedItem session = born("session", Scene.wallet());
    Reply reply =
        list(
            "tags: [{name: \"Module\", values: [\"%s\"]}, {name: \"Type\", values: [\"Process\"]}]"
                .formatted(scene.module("session")),
            "id");
    refused(403, "Unauthorized", reply);
    assertThat(ids(list("first: 100, " + processes(), "id"))).doesNotContain(session.id());
  }

  @Test
  void whatIsNotIndexedIsRefused() {
    for (String filter :
        List.of(
            "first: 1",
            "owners: [\"%s\"]".formatted(scene.authority()),
            "tags: [{name: \"Type\", values: [\"Message\"]}]",
            "tags: [{name: \"Type\", values: [\"Process\", \"Message\"]}]",
            "tags: [{name: \"Type\", values: [\"Process\"], op: NEQ}]",
            "tags: [{name: \"From-Process\", values: [\"%s\"]}]".formatted(scene.registry()),
            "recipients: [\"a\", \"b\"]")) {
      refused(400, "InvalidRequest", list(filter, "id"));
    }
    refused(404, "UnknownProcess", list("recipients: [\"" + Scene.newId() + "\"]", "id"));
  }

  @Test
  void whoKnowsAMessageIdMayHaveTheMessage() {
    VerifiedItem message = Scene.message(scene.registry(), "Action", "Register");
    scene
        .units()
        .put("/unit/messages/" + message.id(), 200, entry(message, scene.registry(), 7).toString());
    JsonNode node = only(list("ids: [\"%s\"]".formatted(message.id()), "id recipient"));
    assertThat(node.path("recipient").asText()).isEqualTo(scene.registry());
  }

  @Test
  void whatTheRegistryWasSentIsListedInPages() {
    VerifiedItem registry = born("registry", Scene.wallet());
    VerifiedItem one = Scene.message(registry.id(), "Action", "Register");
    VerifiedItem two = Scene.message(registry.id(), "Action", "Register");
    unitHas(registry, entry(two, registry.id(), 2), entry(one, registry.id(), 1));
    String filter = "recipients: [\"%s\"]".formatted(registry.id());
    assertThat(ids(list(filter, "id"))).containsExactly(two.id(), one.id());
    Reply first = list(filter + ", first: 1", "id");
    assertThat(ids(first)).containsExactly(two.id());
    assertThat(first.json().at("/data/transactions/pageInfo/hasNextPage").asBoolean()).isTrue();
    String cursor = first.json().at("/data/transactions/edges/0/cursor").asText();
    list(filter + ", after: \"" + cursor + "\"", "id");
    assertThat(scene.units().asked(log(registry)))
        .extracting(asked -> asked.query())
        .contains("to-nonce=1&sort=DESC&limit=11");
  }

  @Test
  void aStrangerIsNotToldWhatAHandleWasSent() {
    for (String module : List.of("handle", "session")) {
      String process = scene.list(module);
      Reply reply = list("recipients: [\"%s\"]".formatted(process), "id");
      refused(403, "Unauthorized", reply);
      assertThat(reply.json().at("/errors/0/extensions/code").asText()).isEqualTo("Unauthorized");
      assertThat(scene.units().asked("/unit/processes/" + process + "/assignments")).isEmpty();
    }
  }

  @Test
  void thoseItBelongsToAreToldWithTheirToken() {
    Signer alice = TestWallets.signer(21);
    Signer bob = TestWallets.signer(22);
    String session =
        scene.list("session", "Handle-A-Owner", alice.address(), "Handle-B-Owner", bob.address());
    VerifiedItem message = Scene.message(session);
    scene
        .units()
        .put(
            "/unit/processes/" + session + "/assignments",
            200,
            "{\"hasNextPage\":false,\"entries\":[" + entry(message, session, 1) + "]}");
    String query =
        URLEncoder.encode(
            "{transactions(recipients:[\"%s\"]){edges{node{id}}}}".formatted(session),
            StandardCharsets.UTF_8);
    String path = "/graphql?query=" + query;
    for (Signer party : List.of(alice, bob)) {
      assertThat(ids(scene.client().get(path, scene.bearer(party)))).containsExactly(message.id());
    }
    refused(403, "Unauthorized", scene.client().get(path, scene.bearer(TestWallets.signer(23))));
    Reply bad = scene.client().get(path, "Bearer nonsense");
    refused(401, "InvalidToken", bad);
    assertThat(bad.header("www-authenticate")).contains("invalid_token");
  }

  @Test
  void aQueryMayComeByGet() {
    String query =
        URLEncoder.encode("query($i:ID!){transaction(id:$i){id}}", StandardCharsets.UTF_8);
    String variables =
        URLEncoder.encode("{\"i\":\"" + scene.registry() + "\"}", StandardCharsets.UTF_8);
    Reply reply = scene.client().get("/graphql?query=" + query + "&variables=" + variables);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/transaction/id").asText()).isEqualTo(scene.registry());
    refused(400, "InvalidRequest", scene.client().get("/graphql"));
    refused(400, "InvalidRequest", scene.client().get("/graphql?query=%7B"));
    refused(400, "InvalidRequest", scene.client().get("/graphql?query=" + query + "&variables=1"));
  }

  @Test
  void aBodyThatIsNoQueryIsRefused() {
    for (String body :
        List.of(
            "",
            "no",
            "[]",
            "[{\"query\":\"{__typename}\"}]",
            "{\"query\":1}",
            "{\"query\":\"{__typename}\",\"variables\":[]}",
            "{\"query\":\"{ transaction\"}")) {
      refused(
          400,
          "InvalidRequest",
          scene.client().post("/graphql", "application/json", BodyPublishers.ofString(body)));
    }
    refused(
        413,
        "TooLarge",
        scene
            .client()
            .post(
                "/graphql",
                "application/json",
                BodyPublishers.ofString("{\"query\":\"{__typename}" + " ".repeat(70_000) + "\"}")));
  }

  private static String processes() {
    return "tags: [{name: \"Type\", values: [\"Process\"]}]";
  }

  private VerifiedItem process(String module, Signer owner, String... tags) {
    return Draft.empty()
        .tags(
            Tags.of(
                    "Data-Protocol",
                    "ao",
                    "Variant",
                    "ao.TN.1",
                    "Type",
                    "Process",
                    "Module",
                    scene.module(module),
                    "Scheduler",
                    scene.scheduler(),
                    "Unique",
                    Scene.newId())
                .list())
        .tags(Tags.of(tags).list())
        .data("process")
        .sign(owner)
        .orThrow();
  }

  /** A process that its unit has evaluated. */
  private VerifiedItem born(String module, Signer owner, String... tags) {
    VerifiedItem item = process(module, owner, tags);
    unitHas(item);
    record(item, module);
    return item;
  }

  private void record(VerifiedItem item, String module) {
    scene
        .log()
        .write(
            Topics.PROCESSES,
            item.id(),
            Wire.encode(
                new DirectoryRecord(
                    item.id(), module, scene.module(module), item.owner(), new Tags(item.tags()))),
            Map.of());
  }

  private static String log(VerifiedItem process) {
    return "/unit/processes/" + process.id() + "/assignments";
  }

  private void unitHas(VerifiedItem process, ObjectNode... entries) {
    ObjectNode birth = entry(process, process.id(), 0);
    scene.units().put(log(process) + "/" + process.id(), 200, birth.toString());
    ObjectNode page = MAPPER.createObjectNode().put("hasNextPage", false);
    ArrayNode all = page.putArray("entries");
    for (ObjectNode entry : entries) {
      all.add(entry);
    }
    all.add(birth);
    scene.units().put(log(process), 200, page.toString());
  }

  private static ObjectNode entry(VerifiedItem item, String process, long nonce) {
    try {
      return MAPPER
          .createObjectNode()
          .put("Process", process)
          .put("Message", item.id())
          .put("Nonce", nonce)
          .put("Timestamp", TIME)
          .set("Item", MAPPER.readTree(Wire.encode(Admission.record(item, item.owner(), process))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private Reply list(String arguments, String fields) {
    return ask(
        "{ transactions(%s) { pageInfo { hasNextPage } edges { cursor node { %s } } } }"
            .formatted(arguments, fields),
        Map.of());
  }

  private Reply ask(String query, Map<String, Object> variables) {
    ObjectNode body = MAPPER.createObjectNode().put("query", query);
    body.set("variables", MAPPER.valueToTree(variables));
    return scene
        .client()
        .post("/graphql", "application/json", BodyPublishers.ofString(body.toString()));
  }

  private static JsonNode edges(Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(200);
    assertThat(reply.json().has("errors")).isFalse();
    return reply.json().at("/data/transactions/edges");
  }

  private static JsonNode only(Reply reply) {
    assertThat(edges(reply)).hasSize(1);
    return edges(reply).path(0).path("node");
  }

  private static List<String> ids(Reply reply) {
    return edges(reply).findValuesAsText("id");
  }

  private static List<String> tags(JsonNode node) {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : node.path("tags")) {
      tags.add(tag.path("name").asText() + "=" + tag.path("value").asText());
    }
    return tags;
  }

  private static void refused(int status, String code, Reply reply) {
    assertThat(reply.status()).as(reply.json().toString()).isEqualTo(status);
    assertThat(reply.json().path("code").asText()).isEqualTo(code);
    assertThat(reply.json().path("error").asText()).isNotBlank();
    assertThat(reply.json().path("errors")).isNotEmpty();
  }
}
