package mostao.gateway.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.ProcessState;
import mostao.ao.unit.ResultEntry;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.Client.Reply;
import mostao.gateway.fixture.Condition;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnitLog;
import mostao.gateway.fixture.TestDeployment;
import mostao.gateway.fixture.TestSystem;
import mostao.gateway.fixture.TestWallets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two handles have a session, and all of it happened two hours ago. A stranger, who knows every id
 * there is, asks at every operation of the OpenAPI document and for every field of GraphQL. No
 * answer may hold an id that was not in the question, nor what names both handles; and one about a
 * session or a private message is the same as one about an id that nobody ever made.
 */
@QuarkusTest
@QuarkusTestResource(
    value = TestSystem.class,
    initArgs = {
      @ResourceArg(name = "mostao.explorer.enabled", value = "true"),
      @ResourceArg(name = "mostao.result.capability", value = "PT1H"),
      @ResourceArg(name = "mostao.result.wait", value = "150ms")
    },
    restrictToAnnotatedClass = true)
class StrangerTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Signer ALICE = TestWallets.signer(31);
  private static final Signer BOB = TestWallets.signer(32);
  private static final Signer EVE = TestWallets.signer(33);
  private static final long HOUR = 3_600_000;

  /** Stands wherever both handles are named. */
  private static final String PAIR = "alice-and-bob-" + GatewayFixture.newId();

  @Inject Directory directory;

  private final List<String> messages = new ArrayList<>();
  private GatewayFixture gateway;
  private String eve;
  private String alices;
  private String bobs;
  private String session;
  private long time;

  /** One question, and what is asked about: the ids that may be in its answer. */
  private record Question(String name, Function<Optional<String>, Reply> ask, Set<String> about) {}

  @BeforeEach
  void open() {
    gateway = GatewayFixture.open();
    eve = gateway.bearer(EVE);
    time = System.currentTimeMillis() - 2 * HOUR;
    String registry = gateway.registry();
    String register = secret(GatewayFixture.message(registry, "Action", "Register"));
    alices = born("handle", register, "Handle-Name", "alice", "Handle-Owner", ALICE.address());
    bobs = born("handle", register, "Handle-Name", "bob", "Handle-Owner", BOB.address());
    VerifiedItem establish =
        GatewayFixture.message(registry, "Action", "EstablishSession", "X", PAIR);
    session =
        born(
            "session",
            secret(establish),
            "Handle-A-Name",
            PAIR,
            "Handle-A-Owner",
            ALICE.address(),
            "Handle-B-Owner",
            BOB.address());
    evaluated("registry", registry, establish);
    evaluated("handle", alices, pushed(alices, "UpdateChatList"));
    evaluated("handle", alices, GatewayFixture.message(alices, "Action", "RelayMessage"));
    evaluated("session", session, pushed(session, "SendMessage"));
    evaluated("handle", bobs, pushed(bobs, "Notify"));
  }

  private String secret(VerifiedItem item) {
    messages.add(item.id());
    return item.id();
  }

  private String born(String module, String pushedFor, String... tags) {
    VerifiedItem item =
        Draft.empty()
            .tags(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Process"))
            .tags(Tags.of("Module", gateway.module(module), "Scheduler", gateway.scheduler()))
            .tags(Tags.of("From-Process", gateway.registry(), "Pushed-For", pushedFor))
            .tags(Tags.of(tags))
            .data(module.equals("session") ? PAIR : "profile")
            .sign(TestDeployment.AUTHORITY)
            .orThrow();
    Birth birth = Birth.of(item, module, gateway.registry(), Optional.empty());
    gateway.write(birth.inbox());
    gateway.write(birth.listing());
    logs.put(item.id(), new StubUnitLog(gateway.units(), item.id()));
    logs.get(item.id()).add(time, InboxVerifier.record(item, gateway.registry(), item.id()));
    String unit = "/unit/processes/" + item.id();
    gateway.units().put(unit + "/dry-run", 200, Wire.encodeResult(Result.said("as anybody")));
    lists(module, item.id());
    return item.id();
  }

  private final Map<String, StubUnitLog> logs = new LinkedHashMap<>();

  private VerifiedItem pushed(String target, String action) {
    return Draft.empty()
        .to(target)
        .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", action, "X", PAIR))
        .tags(Tags.of("From-Process", session, "Pushed-For", messages.get(0)))
        .data(PAIR)
        .sign(TestDeployment.AUTHORITY)
        .orThrow();
  }

  private void evaluated(String module, String process, VerifiedItem item) {
    secret(item);
    InboxRecord record = InboxVerifier.record(item, item.owner(), process);
    logs.computeIfAbsent(process, id -> new StubUnitLog(gateway.units(), id)).add(time, record);
    ResultEntry result =
        new ResultEntry(
            new Evaluated(process, item.id(), 1, time),
            GatewayFixture.messages(GatewayFixture.to(session, PAIR)));
    gateway
        .units()
        .put("/unit/processes/" + process + "/results/" + item.id(), 200, result.json().toString());
    gateway.units().put("/unit/processes/" + process + "/dry-run", 200, "{}");
    lists(module, process);
  }

  /** What the unit would list, were it asked. */
  private void lists(String module, String process) {
    String all = String.join(" ", messages) + session + PAIR;
    ObjectNode state = MAPPER.createObjectNode().put("sessions", all);
    String unit = "/unit/processes/" + process;
    gateway
        .units()
        .put(
            unit + "/state",
            200,
            new ProcessState(process, module, "o", 0, time, state).json().toString());
    ResultEntry entry =
        new ResultEntry(new Evaluated(process, messages.get(0), 1, time), Result.said(all));
    gateway
        .units()
        .put(unit + "/results", 200, "{\"hasNextPage\":false,\"entries\":[" + entry.json() + "]}");
    gateway
        .units()
        .put(unit + "/dry-run", 200, Wire.encodeResult(Result.said("what anybody may know")));
  }

  @Test
  void whatAStrangerAsksNoAnswerShowsWhoTalksToWhom() {
    Map<String, List<Question>> questions = questions();
    assertThat(operations()).as("what is asked at each operation").isEqualTo(questions.keySet());
    AtOnce checks = new AtOnce();
    for (List<Question> all : questions.values()) {
      for (Question question : all) {
        checks.add(() -> harmless(question, Optional.empty()));
        checks.add(() -> harmless(question, Optional.of(eve)));
      }
    }
    checks.end();
  }

  @Test
  void whatIsThereAndWhatIsNotAreOneToAStranger() {
    AtOnce checks = new AtOnce();
    List<String> processes = List.of(gateway.registry(), alices, session);
    for (Optional<String> authorization :
        List.of(Optional.<String>empty(), Optional.of(eve), Optional.of("Bearer x"))) {
      for (String path :
          List.of(
              "/results/%s",
              "/state/%s",
              "/%s",
              "/su/%s",
              "/%s/latest",
              "/su/%s/latest",
              "/processes/%s",
              "/su/processes/%s",
              "/stream/%s",
              "/result/%s?process-id=%s",
              "/stream/%s?from=1.1")) {
        checks.add(() -> same(path, session, authorization));
      }
      for (String message : List.of(messages.get(1), messages.get(3), messages.get(4))) {
        for (String process : processes) {
          checks.add(() -> same("/result/%s?process-id=" + process, message, authorization));
          checks.add(() -> same("/%s?process-id=" + process, message, authorization));
        }
        checks.add(() -> same("/su/%s?process-id=" + session, message, authorization));
      }
      // A message that nobody knows, of a process that exists or does not.
      String unknown = GatewayFixture.newId();
      checks.add(() -> same("/result/" + unknown + "?process-id=%s", session, authorization));
      checks.add(() -> same("/" + unknown + "?process-id=%s", session, authorization));
    }
    checks.end();
    for (String secret : new String[] {session, messages.get(messages.size() - 1)}) {
      String nobody = GatewayFixture.newId();
      for (String query :
          List.of(
              "{transaction(id:\"%s\"){id}}",
              "{transactions(ids:[\"%s\"]){edges{node{id}}}}",
              "{transactions(recipients:[\"%s\"]){edges{node{id}}}}")) {
        assertThat(text(graphql(query.replace("%s", secret), Optional.of(eve)), secret))
            .isEqualTo(text(graphql(query.replace("%s", nobody), Optional.of(eve)), nobody));
      }
      String assign = "/?process-id=" + alices + "&assign=";
      assertThat(text(post(assign + secret, Optional.empty()), secret))
          .isEqualTo(text(post(assign + nobody, Optional.empty()), nobody));
    }
    String target = "&assign=" + messages.get(0);
    String nobody = GatewayFixture.newId();
    assertThat(text(post("/?process-id=" + session + target, Optional.empty()), session))
        .isEqualTo(text(post("/?process-id=" + nobody + target, Optional.empty()), nobody));
  }

  /** Work takes time, and time can be measured: so it is counted. */
  @Test
  void aSessionOfOthersCostsWhatNoneCosts() {
    List<Function<String, Question>> ways = new ArrayList<>();
    for (String path :
        List.of(
            "/results/%s",
            "/state/%s",
            "/%s",
            "/su/%s",
            "/%s/latest",
            "/su/%s/latest",
            "/processes/%s",
            "/su/processes/%s",
            "/stream/%s",
            "/stream/%s?from=1.1")) {
      ways.add(id -> get(path.replace("%s", id)));
    }
    for (String query :
        List.of(
            "{transaction(id:\"%s\"){id}}",
            "{transactions(ids:[\"%s\"]){edges{node{id}}}}",
            "{transactions(recipients:[\"%s\"]){edges{node{id}}}}")) {
      ways.add(id -> graphql(query.replace("%s", id), false));
    }
    ways.add(id -> post("/?process-id=" + id + "&assign=" + messages.get(0)));
    for (Function<String, Question> way : ways) {
      for (Optional<String> authorization :
          List.of(Optional.<String>empty(), Optional.of(eve), Optional.of("Bearer x"))) {
        String nobody = GatewayFixture.newId();
        assertThat(work(way.apply(session), session, authorization))
            .as(way.apply(session).name() + " " + authorization)
            .isEqualTo(work(way.apply(nobody), nobody, authorization));
      }
    }
  }

  /** What the gateway asks of units and of the broker to answer a question. */
  private String work(Question question, String id, Optional<String> authorization) {
    gateway.units().forget();
    long before = directory.catchUps();
    question.ask().apply(authorization);
    return (gateway.units().asked() + ", ends of the directory: " + (directory.catchUps() - before))
        .replace(id, "ID");
  }

  private void same(String path, String secret, Optional<String> authorization) {
    String nobody = GatewayFixture.newId();
    String answer = text(get(path.replace("%s", secret), authorization), secret);
    assertThat(answer)
        .as(path + " " + authorization)
        .isEqualTo(text(get(path.replace("%s", nobody), authorization), nobody))
        .doesNotStartWith("200");
  }

  /** An answer without the id that was asked about, and without what differs anyway. */
  private static String text(Reply reply, String id) {
    Map<String, List<String>> headers = new TreeMap<>(reply.response().headers().map());
    headers.remove("date");
    headers.remove("content-length");
    return (reply.status() + " " + headers + reply.response().body()).replace(id, "ID");
  }

  @Test
  void thoseItBelongsToSeeIt() {
    assertThat(get("/processes/" + session, Optional.of(gateway.bearer(BOB))).json().toString())
        .contains(PAIR);
    assertThat(
            get("/state/" + gateway.registry(), Optional.of(gateway.operator())).json().toString())
        .contains(session, PAIR);
    String mine = messages.get(messages.size() - 3);
    String result = "/result/" + mine + "?process-id=" + alices;
    assertThat(get(result, Optional.of(gateway.bearer(ALICE))).status()).isEqualTo(200);
    // Whoever signed it, also to somebody else's process.
    assertThat(get(result, Optional.of(gateway.bearer(GatewayFixture.wallet()))).status())
        .isEqualTo(200);
    String item = "/processes/" + alices;
    // Whole, for everybody: without it nobody could verify whose the handle is.
    assertThat(get(item, Optional.empty()).json())
        .isEqualTo(get(item, Optional.of(gateway.bearer(ALICE))).json());
    assertThat(get(item, Optional.empty()).json().toString())
        .contains("Pushed-For", messages.get(0));
  }

  /** The page's own reads, which the document does not have: it is off unless asked for. */
  @Test
  void theExplorerShowsAStrangerTotalsAlone() {
    String bob = gateway.bearer(BOB);
    String message = messages.get(messages.size() - 2);
    Condition.await(
        "it is reading outboxes",
        () -> {
          gateway.publish("session", session, message, Result.said(PAIR));
          return get("/explorer/api/recent", Optional.of(bob)).response().body().contains(message);
        });
    // Whose assignment it is, the gateway remembers from now on.
    String assignment =
        get("/" + message + "?process-id=" + session, Optional.of(bob))
            .json()
            .at("/assignment/id")
            .asText();
    String found = "/explorer/api/assignment/" + assignment;
    assertThat(get(found, Optional.of(bob)).json().path("message").asText()).isEqualTo(message);
    for (Optional<String> authorization :
        List.of(Optional.<String>empty(), Optional.of(eve), Optional.of("Bearer x"))) {
      for (String path : List.of("/explorer/api/system", "/explorer/api/recent", found)) {
        harmless(get(path), authorization);
      }
      same("/explorer/api/assignment/%s", assignment, authorization);
      String nobody = GatewayFixture.newId();
      assertThat(work(get("/explorer/api/assignment/" + assignment), assignment, authorization))
          .isEqualTo(work(get("/explorer/api/assignment/" + nobody), nobody, authorization));
    }
    assertThat(get("/explorer/api/recent", Optional.<String>empty()).json().path("entries"))
        .isEmpty();
    assertThat(get("/explorer/api/recent", Optional.of("Bearer x")).status()).isEqualTo(401);
  }

  private void harmless(Question question, Optional<String> authorization) {
    Reply reply = question.ask().apply(authorization);
    String answer = reply.response().headers().map() + reply.response().body();
    List<String> secrets = new ArrayList<>(messages);
    secrets.add(session);
    secrets.removeAll(question.about());
    secrets.add(PAIR);
    secrets.add("Handle-A-");
    secrets.add("Handle-B-");
    for (String secret : secrets) {
      assertThat(answer).as("%s: %d", question.name(), reply.status()).doesNotContain(secret);
    }
  }

  private Set<String> operations() {
    Set<String> found = new TreeSet<>();
    gateway
        .client()
        .get("/q/openapi?format=json")
        .json()
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method ->
                            found.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
    return found;
  }

  /** By operation; a route without questions fails the test. */
  private Map<String, List<Question>> questions() {
    Map<String, List<Question>> all = new TreeMap<>();
    List<String> ids = new ArrayList<>(List.of(gateway.registry(), alices, bobs, session));
    ids.addAll(messages);
    List<Question> none = List.of(get("/"));
    all.put("GET /", none);
    for (String prefix : List.of("", "/su")) {
      all.put("GET " + prefix + "/timestamp", List.of(get(prefix + "/timestamp")));
      all.put("GET " + prefix + "/{id}", each(ids, prefix + "/%s", prefix + "/%s?process-id=%p"));
      all.put("GET " + prefix + "/{id}/latest", each(ids, prefix + "/%s/latest"));
      // A handle's item names the Register that it was made for.
      all.put(
          "GET " + prefix + "/processes/{process}",
          each(ids, id -> get(prefix + "/processes/" + id, id, messages.get(0))));
    }
    all.put("GET /su", List.of(get("/su")));
    all.put("GET /su/health", List.of());
    all.put("GET /result/{id}", each(ids, "/result/%s?process-id=%p"));
    all.put("GET /results/{process}", each(ids, "/results/%s", "/results/%s?limit=1&sort=DESC"));
    all.put("GET /state/{process}", each(ids, "/state/%s"));
    all.put(
        "GET /stream/{id}", each(ids, "/stream/%s", "/stream/%s?from=0", "/stream/%s?from=0.0"));
    all.put("GET /graphql", graphqlQuestions(ids, true));
    all.put("POST /graphql", graphqlQuestions(ids, false));
    all.put("POST /access", List.of(post("/access")));
    all.put("POST /", assigned());
    // The answer to an anonymous dry-run is its process's, and tested there.
    all.put("POST /dry-run", each(ids, this::dryRun));
    all.put("POST /monitor/{process}", each(ids, id -> post("/monitor/" + id)));
    all.put("DELETE /monitor/{process}", List.of());
    return all;
  }

  private List<Question> each(List<String> ids, String... paths) {
    List<Question> questions = new ArrayList<>();
    for (String path : paths) {
      for (String id : ids) {
        if (!path.contains("%p")) {
          questions.add(get(path.replace("%s", id), id));
        } else {
          for (String process : List.of(gateway.registry(), alices, session)) {
            questions.add(get(path.replace("%s", id).replace("%p", process), id, process));
          }
        }
      }
    }
    return questions;
  }

  private static List<Question> each(List<String> ids, Function<String, Question> question) {
    return ids.stream().map(question).toList();
  }

  private Question get(String path, String... about) {
    return new Question("GET " + path, who -> get(path, who), new TreeSet<>(List.of(about)));
  }

  private Reply get(String path, Optional<String> authorization) {
    return authorization
        .map(token -> gateway.client().get(path, token))
        .orElseGet(() -> gateway.client().get(path));
  }

  private Question post(String path) {
    Set<String> about =
        messages.stream().filter(path::contains).collect(Collectors.toCollection(TreeSet::new));
    if (path.contains(session)) {
      about.add(session);
    }
    return new Question("POST " + path, who -> post(path, who), about);
  }

  private Reply post(String path, Optional<String> authorization) {
    var request = gateway.client().request(path).POST(BodyPublishers.noBody());
    authorization.ifPresent(token -> request.header("Authorization", token));
    return gateway.client().send(request);
  }

  private List<Question> assigned() {
    List<Question> questions = new ArrayList<>();
    questions.add(post("/?process-id=" + gateway.registry() + "&assign=" + messages.get(0)));
    // An unknown message is looked for a while.
    for (String id : List.of(alices, messages.get(1), messages.get(4))) {
      questions.add(post("/?process-id=" + alices + "&assign=" + id));
    }
    questions.add(post("/?process-id=" + session + "&assign=" + session));
    return questions;
  }

  private Question dryRun(String process) {
    String body = "{\"Tags\":[{\"name\":\"Action\",\"value\":\"Info\"}]}";
    return new Question(
        "dry-run at " + process,
        who -> {
          var request =
              gateway
                  .client()
                  .request("/dry-run?process-id=" + process)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body));
          who.ifPresent(token -> request.header("Authorization", token));
          return gateway.client().send(request);
        },
        Set.of(process));
  }

  /** Every argument of every query, with every field there is. */
  private List<Question> graphqlQuestions(List<String> ids, boolean byGet) {
    JsonNode schema =
        graphql(
                "{__schema{types{name fields{name args{name} type{...t}}}}}"
                    + " fragment t on __Type{kind name ofType{kind name ofType{kind name"
                    + " ofType{kind name}}}}",
                Optional.empty())
            .json()
            .at("/data/__schema");
    Map<String, Set<String>> queries = new TreeMap<>();
    Map<String, String> types = new TreeMap<>();
    for (JsonNode query : GraphqlSchema.type("Query", schema.path("types")).path("fields")) {
      String name = query.path("name").asText();
      queries.put(
          name,
          StreamSupport.stream(query.path("args").spliterator(), false)
              .map(argument -> argument.path("name").asText())
              .collect(Collectors.toCollection(TreeSet::new)));
      String type = GraphqlSchema.named(query.path("type"));
      types.put(name, GraphqlSchema.selection(type, schema.path("types")));
    }
    assertThat(queries)
        .as("what can be asked of GraphQL; a new argument needs a question here")
        .isEqualTo(
            Map.of(
                "transaction",
                Set.of("id"),
                "transactions",
                Set.of("ids", "owners", "recipients", "tags", "block", "first", "after", "sort")));
    String whole = types.get("transactions");
    List<Question> questions = new ArrayList<>();
    for (String id : ids) {
      String one = "{transaction(id:\"" + id + "\")" + types.get("transaction") + "}";
      questions.add(graphql(one, byGet, id));
      questions.add(graphql("{transactions(ids:[\"" + id + "\"])" + whole + "}", byGet, id));
      questions.add(graphql("{transactions(recipients:[\"" + id + "\"])" + whole + "}", byGet, id));
    }
    for (String filter :
        List.of(
            "",
            ",owners:[\"" + gateway.authority() + "\"]",
            ",block:{min:0},sort:HEIGHT_ASC,first:100",
            ",after:\"x\"")) {
      for (String tag :
          List.of(
              "",
              "{name:\"Module\",values:[\"" + gateway.module("session") + "\"]}",
              "{name:\"Module\",values:[\"" + gateway.module("session") + "\",\"x\"]}",
              "{name:\"Module\",values:[\"x\"],op:NEQ}",
              "{name:\"Handle-A-Owner\",values:[\"" + ALICE.address() + "\"]}",
              "{name:\"Handle-Owner\",values:[\"" + ALICE.address() + "\"]}",
              "{name:\"Pushed-For\",values:[\"*\"],match:WILDCARD}")) {
        questions.add(
            graphql(
                "{transactions(tags:[{name:\"Type\",values:[\"Process\"]}"
                    + tag
                    + "]"
                    + filter
                    + ")"
                    + whole
                    + "}",
                byGet));
      }
    }
    return questions;
  }

  private Question graphql(String query, boolean byGet, String... about) {
    return byGet
        ? get("/graphql?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8), about)
        : new Question(query, who -> graphql(query, who), new TreeSet<>(List.of(about)));
  }

  private Reply graphql(String query, Optional<String> authorization) {
    var request =
        gateway
            .client()
            .request("/graphql")
            .POST(
                BodyPublishers.ofString(MAPPER.createObjectNode().put("query", query).toString()));
    authorization.ifPresent(token -> request.header("Authorization", token));
    return gateway.client().send(request);
  }
}
