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
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.EthereumSigner;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestSystem.class)
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
      }\
      """;

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

  private GatewayFixture gateway;

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
  }

  @Test
  void aClientFindsTheModuleItWantsToSpawn() {
    JsonNode node = only(ask(Q1, Map.of("transactionIds", List.of(gateway.module("registry")))));
    assertThat(node.at("/owner/address").asText()).isEqualTo(gateway.authority());
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
    JsonNode node = only(ask(Q2, Map.of("owner", gateway.scheduler())));
    String base = gateway.client().request("/su").build().uri().toString();
    assertThat(tags(node)).contains("Url=" + base, "Time-To-Live=3600000");
    assertThat(edges(ask(Q2, Map.of("owner", GatewayFixture.newId())))).isEmpty();
  }

  @Test
  void aProcessIsFoundByItsIdAsSoonAsItIsRecorded() throws Exception {
    VerifiedItem item = process("handle", GatewayFixture.wallet());
    record(item, "handle");
    CompletableFuture<Reply> reply =
        CompletableFuture.supplyAsync(() -> ask(Q3, Map.of("transactionIds", List.of(item.id()))));
    Condition.await(
        "the unit is asked", () -> !gateway.units().asked(log(item) + "/" + item.id()).isEmpty());
    assertThat(reply).isNotDone();
    // Born only now.
    unitHas(item);
    gateway.publish("handle", item.id(), item.id(), Result.nothing());
    assertThat(tags(only(reply.get(10, TimeUnit.SECONDS))))
        .contains("Scheduler=" + gateway.scheduler());
  }

  @Test
  void aComputeUnitGetsTheWholeProcess() {
    VerifiedItem item = born("handle", GatewayFixture.wallet());
    Map<String, Object> variables =
        Map.of(
            "processIds",
            List.of(item.id(), GatewayFixture.newId(), "short"),
            "skipTags",
            false,
            "skipSignature",
            false,
            "skipAnchor",
            true);
    JsonNode node = only(ask(Q4, variables));
    var record = InboxVerifier.record(item, item.owner(), item.id());
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
    VerifiedItem item = born("handle", GatewayFixture.wallet(), "Content-Type", "text/plain");
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
    Reply nobody = ask(query, Map.of("id", GatewayFixture.newId()));
    assertThat(nobody.status()).isEqualTo(200);
    assertThat(nobody.json().at("/data/transaction").isNull()).isTrue();
  }

  @Test
  void anEthereumOwnerIsFoundUnderBothItsAddresses() {
    Signer ethereum = new EthereumSigner(java.util.HexFormat.of().parseHex("11".repeat(32)));
    VerifiedItem item = born("registry", ethereum);
    JsonNode node =
        only(list(String.format(Locale.ROOT, "ids: [\"%s\"]", item.id()), "id owner { address }"));
    String address = node.at("/owner/address").asText();
    assertThat(address).hasSize(43);
    assertThat(item.owner()).startsWith("0x");
    for (String owner : List.of(address, item.owner())) {
      assertThat(
              ids(
                  list(
                      String.format(Locale.ROOT, "owners: [\"%s\"], %s", owner, processes()),
                      "id")))
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
    String filter =
        String.format(Locale.ROOT, "owners: [\"%s\"], %s", owner.address(), processes());
    for (String sort : List.of("HEIGHT_ASC", "HEIGHT_DESC")) {
      List<String> listed = new ArrayList<>();
      String after = "";
      JsonNode page;
      do {
        Reply reply =
            list(
                filter
                    + String.format(
                        Locale.ROOT, ", first: 2, sort: %s, after: \"%s\"", sort, after),
                "id");
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
                  + String.format(Locale.ROOT, " after: \"%s\"", after),
              "id");
      listed.addAll(ids(reply));
      JsonNode page = reply.json().at("/data/transactions");
      after = page.at("/edges/0/cursor").asText();
      assertThat(page.at("/pageInfo/hasNextPage").asBoolean()).isEqualTo(i < 2);
    }
    assertThat(listed)
        .containsExactly(
            gateway.module("registry"), gateway.module("handle"), gateway.module("session"));
  }

  @Test
  void sessionsAreNotListed() {
    VerifiedItem session = born("session", GatewayFixture.wallet());
    Reply reply =
        list(
            String.format(
                Locale.ROOT,
                "tags: [{name: \"Module\", values: [\"%s\"]}, {name: \"Type\", values: [\"Process\"]}]",
                gateway.module("session")),
            "id");
    refused(403, "Unauthorized", reply);
    assertThat(ids(list("first: 100, " + processes(), "id"))).doesNotContain(session.id());
  }

  @Test
  void whatIsNotIndexedIsRefused() {
    for (String filter :
        List.of(
            "first: 1",
            String.format(Locale.ROOT, "owners: [\"%s\"]", gateway.authority()),
            "tags: [{name: \"Type\", values: [\"Message\"]}]",
            "tags: [{name: \"Type\", values: [\"Process\", \"Message\"]}]",
            "tags: [{name: \"Type\", values: [\"Process\"], op: NEQ}]",
            String.format(
                Locale.ROOT,
                "tags: [{name: \"From-Process\", values: [\"%s\"]}]",
                gateway.registry()),
            "recipients: [\"a\", \"b\"]")) {
      refused(400, "InvalidRequest", list(filter, "id"));
    }
    refused(404, "UnknownProcess", list("recipients: [\"" + GatewayFixture.newId() + "\"]", "id"));
  }

  @Test
  void whoKnowsAMessageIdMayHaveTheMessage() {
    VerifiedItem message = GatewayFixture.message(gateway.registry(), "Action", "Register");
    gateway
        .units()
        .put(
            "/unit/messages/" + message.id(),
            200,
            entry(message, gateway.registry(), 7).toString());
    JsonNode node =
        only(list(String.format(Locale.ROOT, "ids: [\"%s\"]", message.id()), "id recipient"));
    assertThat(node.path("recipient").asText()).isEqualTo(gateway.registry());
  }

  @Test
  void whatTheRegistryWasSentIsListedInPages() {
    VerifiedItem registry = born("registry", GatewayFixture.wallet());
    VerifiedItem one = GatewayFixture.message(registry.id(), "Action", "Register");
    VerifiedItem two = GatewayFixture.message(registry.id(), "Action", "Register");
    unitHas(registry, entry(two, registry.id(), 2), entry(one, registry.id(), 1));
    String owner = gateway.bearer(GatewayFixture.wallet());
    String filter = String.format(Locale.ROOT, "recipients: [\"%s\"]", registry.id());
    assertThat(ids(listAs(owner, filter, "id"))).containsExactly(two.id(), one.id());
    Reply first = listAs(owner, filter + ", first: 1", "id");
    assertThat(ids(first)).containsExactly(two.id());
    assertThat(first.json().at("/data/transactions/pageInfo/hasNextPage").asBoolean()).isTrue();
    String cursor = first.json().at("/data/transactions/edges/0/cursor").asText();
    listAs(owner, filter + ", after: \"" + cursor + "\"", "id");
    assertThat(gateway.units().asked(log(registry)))
        .extracting(asked -> asked.query())
        .contains("to-nonce=1&sort=DESC&limit=11");
  }

  @Test
  void aStrangerIsNotToldWhatAProcessWasSent() {
    for (String module : List.of("handle", "session", "registry")) {
      String process = gateway.list(module);
      Reply reply = list(String.format(Locale.ROOT, "recipients: [\"%s\"]", process), "id");
      boolean exists = !module.equals("session");
      String code = exists ? "Unauthorized" : "UnknownProcess";
      refused(exists ? 403 : 404, code, reply);
      assertThat(reply.json().at("/errors/0/extensions/code").asText()).isEqualTo(code);
      assertThat(gateway.units().asked("/unit/processes/" + process + "/assignments")).isEmpty();
    }
  }

  @Test
  void thoseItBelongsToAreToldWithTheirToken() {
    Signer alice = TestWallets.signer(21);
    Signer bob = TestWallets.signer(22);
    String session =
        gateway.list("session", "Handle-A-Owner", alice.address(), "Handle-B-Owner", bob.address());
    VerifiedItem message = GatewayFixture.message(session);
    gateway
        .units()
        .put(
            "/unit/processes/" + session + "/assignments",
            200,
            "{\"hasNextPage\":false,\"entries\":[" + entry(message, session, 1) + "]}");
    String query =
        URLEncoder.encode(
            String.format(
                Locale.ROOT, "{transactions(recipients:[\"%s\"]){edges{node{id}}}}", session),
            StandardCharsets.UTF_8);
    String path = "/graphql?query=" + query;
    for (Signer party : List.of(alice, bob)) {
      assertThat(ids(gateway.client().get(path, gateway.bearer(party))))
          .containsExactly(message.id());
    }
    refused(
        404, "UnknownProcess", gateway.client().get(path, gateway.bearer(TestWallets.signer(23))));
    Reply bad = gateway.client().get(path, "Bearer nonsense");
    refused(401, "InvalidToken", bad);
    assertThat(bad.header("www-authenticate")).contains("invalid_token");
  }

  @Test
  void aQueryMayComeByGet() {
    String query =
        URLEncoder.encode("query($i:ID!){transaction(id:$i){id}}", StandardCharsets.UTF_8);
    String variables =
        URLEncoder.encode("{\"i\":\"" + gateway.registry() + "\"}", StandardCharsets.UTF_8);
    Reply reply = gateway.client().get("/graphql?query=" + query + "&variables=" + variables);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json().at("/data/transaction/id").asText()).isEqualTo(gateway.registry());
    refused(400, "InvalidRequest", gateway.client().get("/graphql"));
    refused(400, "InvalidRequest", gateway.client().get("/graphql?query=%7B"));
    refused(
        400, "InvalidRequest", gateway.client().get("/graphql?query=" + query + "&variables=1"));
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
          gateway.client().post("/graphql", "application/json", BodyPublishers.ofString(body)));
    }
    refused(
        413,
        "TooLarge",
        gateway
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
                gateway.module(module),
                "Scheduler",
                gateway.scheduler(),
                "Unique",
                GatewayFixture.newId()))
        .tags(Tags.of(tags))
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
    gateway
        .log()
        .write(
            Topics.PROCESSES,
            item.id(),
            Wire.encode(
                new DirectoryRecord(
                    item.id(), module, gateway.module(module), item.owner(), item.tags())),
            Map.of());
  }

  private static String log(VerifiedItem process) {
    return "/unit/processes/" + process.id() + "/assignments";
  }

  private void unitHas(VerifiedItem process, ObjectNode... entries) {
    ObjectNode birth = entry(process, process.id(), 0);
    gateway.units().put(log(process) + "/" + process.id(), 200, birth.toString());
    ObjectNode page = MAPPER.createObjectNode().put("hasNextPage", false);
    ArrayNode all = page.putArray("entries");
    for (ObjectNode entry : entries) {
      all.add(entry);
    }
    all.add(birth);
    gateway.units().put(log(process), 200, page.toString());
  }

  private static ObjectNode entry(VerifiedItem item, String process, long nonce) {
    try {
      return MAPPER
          .createObjectNode()
          .put("Process", process)
          .put("Message", item.id())
          .put("Nonce", nonce)
          .put("Timestamp", TIME)
          .set(
              "Item",
              MAPPER.readTree(Wire.encode(InboxVerifier.record(item, item.owner(), process))));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String listing(String arguments, String fields) {
    return String.format(
        Locale.ROOT,
        "{ transactions(%s) { pageInfo { hasNextPage } edges { cursor node { %s } } } }",
        arguments,
        fields);
  }

  private Reply list(String arguments, String fields) {
    return ask(listing(arguments, fields), Map.of());
  }

  private Reply listAs(String authorization, String arguments, String fields) {
    String query = URLEncoder.encode(listing(arguments, fields), StandardCharsets.UTF_8);
    return gateway.client().get("/graphql?query=" + query, authorization);
  }

  private Reply ask(String query, Map<String, Object> variables) {
    ObjectNode body = MAPPER.createObjectNode().put("query", query);
    body.set("variables", MAPPER.valueToTree(variables));
    return gateway
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
