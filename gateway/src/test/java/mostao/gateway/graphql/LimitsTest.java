package mostao.gateway.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.introspection.IntrospectionQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.VerifierPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LimitsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ONE = "{ transaction(id: \"x\") { id } }";

  private final List<Graphql> opened = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Graphql::close);
  }

  @Test
  void aToolMayAskForTheSchema() {
    GraphqlReply reply = ask(graphql(Map.of(), nothing()), IntrospectionQuery.INTROSPECTION_QUERY);
    assertThat(reply.refused()).as(reply.json()).isEmpty();
    assertThat(json(reply).at("/data/__schema/queryType/name").asText()).isEqualTo("Query");
  }

  @Test
  void aBodyOverItsLimitIsNotRead() {
    Graphql graphql = graphql(Map.of("body-bytes", "100"), nothing());
    GraphqlReply reply =
        graphql
            .answer(
                101,
                () -> {
                  throw new IllegalStateException("was read");
                },
                caller("a"))
            .toCompletableFuture()
            .join();
    refused("TooLarge", reply);
  }

  @Test
  void aQueryOfTooManyWordsIsRefused() {
    String aliases = "transaction(id: \"x\") { id } ".replace("transaction", "a: transaction");
    Graphql graphql = graphql(Map.of("tokens", "50"), nothing());
    assertThat(ask(graphql, ONE).refused()).isEmpty();
    refused("InvalidRequest", ask(graphql, "{" + aliases.repeat(10) + "}"));
    refused("InvalidRequest", ask(graphql, "{".repeat(60)));
  }

  @Test
  void aQueryThatIsTooDeepIsRefused() {
    String deep = "{ transactions(ids: []) { edges { node { owner { key } } } } }";
    assertThat(ask(graphql(Map.of("depth", "5"), nothing()), deep).refused()).isEmpty();
    refused("InvalidRequest", ask(graphql(Map.of("depth", "4"), nothing()), deep));
  }

  @Test
  void fieldsCountAsOftenAsTheirFragmentIsSpread() {
    String fragments =
        "query { ...A ...A } fragment A on Query { ...B ...B }"
            + " fragment B on Query { transaction(id: \"x\") { id signature anchor } }";
    assertThat(ask(graphql(Map.of("fields", "16"), nothing()), fragments).refused()).isEmpty();
    refused("InvalidRequest", ask(graphql(Map.of("fields", "3"), nothing()), fragments));
  }

  @Test
  void pagesAndListsHaveALimit() {
    Graphql graphql = graphql(Map.of("page", "3", "ids", "2"), nothing());
    assertThat(ask(graphql, list("first: 3, ids: [\"a\", \"b\"]")).refused()).isEmpty();
    for (String over :
        List.of(
            "first: 4",
            "first: 0",
            "first: -1",
            "ids: [\"a\", \"b\", \"c\"]",
            "owners: [\"a\", \"b\", \"c\"]",
            "recipients: [\"a\", \"b\", \"c\"]",
            "after: \"nowhere\"",
            "tags: [{name: \"n\", values: [\"a\", \"b\", \"c\"]}]")) {
      refused("InvalidRequest", ask(graphql, list(over)));
    }
  }

  @Test
  void aliasesShareTheReadsOfTheirQuery() {
    TransactionSource reading =
        new Given(
            (id, visit) -> {
              visit.spend(1);
              return CompletableFuture.completedFuture(Optional.empty());
            });
    String query = "{ a: transaction(id: \"x\") { id } b: transaction(id: \"y\") { id } }";
    assertThat(ask(graphql(Map.of("reads", "6"), reading), query).refused()).isEmpty();
    refused("TooCostly", ask(graphql(Map.of("reads", "5"), reading), query));
  }

  /** 140 aliases in 9.8 kB made 420 reads of units. */
  @Test
  void aQueryThatMayReadTooMuchIsRefusedBeforeItReadsAnything() {
    AtomicInteger reads = new AtomicInteger();
    TransactionSource counting =
        new Given(
            (id, visit) -> {
              visit.spend(3);
              reads.addAndGet(3);
              return CompletableFuture.completedFuture(Optional.empty());
            });
    Graphql graphql = graphql(Map.of(), counting);
    assertThat(ask(graphql, aliases(100)).refused()).isEmpty();
    assertThat(reads).hasValue(300);
    GraphqlReply reply = ask(graphql, aliases(140));
    refused("TooCostly", reply);
    assertThat(reply.refused().orElseThrow().error()).contains("420", "310");
    assertThat(reads).as("nothing more was read").hasValue(300);
    for (String costly :
        List.of(
            "{ a: " + page(100) + " b: " + page(100) + " c: " + page(100) + " d: " + page(100)
                + "}",
            "{ a: " + ids(60) + " b: " + ids(60) + "}")) {
      refused("TooCostly", ask(graphql, costly));
    }
  }

  private static String aliases(int count) {
    StringBuilder query = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      query.append(" a").append(i).append(": transaction(id: \"").append("x".repeat(43));
      query.append("\") { id }");
    }
    return query.append("}").toString();
  }

  private static String page(int rows) {
    return "transactions(first: " + rows + ") { edges { cursor } }";
  }

  private static String ids(int count) {
    return "transactions(ids: [" + "\"x\" ".repeat(count) + "]) { edges { cursor } }";
  }

  @Test
  void whatAClientsQueriesCostIsChargedToItAndOthersAreServed() {
    TransactionSource reading =
        new Given(
            (id, visit) -> {
              visit.spend(3);
              return CompletableFuture.completedFuture(Optional.empty());
            });
    Graphql graphql = graphql(Map.of(), reading);
    Optional<ApiError> refused = Optional.empty();
    // 10 seconds' worth of 300 at once.
    for (int i = 0; i < 12 && refused.isEmpty(); i++) {
      refused = ask(graphql, aliases(100)).refused();
    }
    assertThat(refused.orElseThrow().code()).isEqualTo(ErrorCode.TOO_MANY);
    assertThat(refused.orElseThrow().retryAfterSeconds()).isPresent();
    assertThat(asked(graphql, aliases(100), "192.0.2.7").toCompletableFuture().join().refused())
        .isEmpty();
  }

  @Test
  void rowsThatAreLookedAtAreBoundedAndCost() {
    AtomicInteger paid = new AtomicInteger();
    QueryBudget budget =
        new QueryBudget(
            caller("a"),
            cost -> {
              paid.addAndGet(cost);
              return Optional.empty();
            },
            10,
            25_000);
    for (int i = 0; i < 25_000; i++) {
      budget.visit();
    }
    assertThat(paid).hasValue(2);
    assertThatThrownBy(budget::visit)
        .isInstanceOfSatisfying(
            Denial.class,
            denial -> assertThat(denial.refused().code()).isEqualTo(ErrorCode.TOO_COSTLY));
  }

  private static Caller caller(String client) {
    return new Caller(Optional.empty(), client, new CompletableFuture<>());
  }

  @Test
  void aQueryThatTakesTooLongIsGivenUp() throws Exception {
    TransactionSource stuck = new Given((id, visit) -> new CompletableFuture<>());
    GraphqlReply reply = ask(graphql(Map.of("timeout", "50ms"), stuck), ONE);
    refused("NotAnswered", reply);
    assertThat(reply.refused().get().retryAfterSeconds()).isPresent();
  }

  @Test
  void moreQueriesThanMayWaitAreRefused() throws Exception {
    CompletableFuture<Void> busy = new CompletableFuture<>();
    CompletableFuture<Void> go = new CompletableFuture<>();
    TransactionSource slow =
        new Given(
            (id, visit) -> {
              busy.complete(null);
              go.join();
              return CompletableFuture.completedFuture(Optional.empty());
            });
    Graphql graphql = graphql(Map.of("workers", "1", "queue", "1"), slow);
    asked(graphql, ONE);
    // Until the only worker has it, it takes the only place to wait.
    busy.get(30, TimeUnit.SECONDS);
    List<CompletableFuture<GraphqlReply>> replies =
        java.util.stream.IntStream.range(0, 3)
            .mapToObj(i -> asked(graphql, ONE).toCompletableFuture())
            .toList();
    assertThat(replies.get(2).get(5, TimeUnit.SECONDS).refused().orElseThrow().code())
        .isEqualTo(ErrorCode.OVERLOADED);
    refused("Overloaded", replies.get(2).get());
    go.complete(null);
  }

  @Test
  void whatIsBrokenIsToldAndABugIsNot() {
    TransactionSource away =
        new Given(
            (id, visit) ->
                CompletableFuture.failedFuture(
                    new Unavailable(ApiError.unitUnavailable("handle"), null)));
    refused("UnitUnavailable", ask(graphql(Map.of(), away), ONE));
    TransactionSource bug =
        new Given(
            (id, visit) -> {
              throw new IllegalStateException("secret");
            });
    GraphqlReply reply = ask(graphql(Map.of(), bug), ONE);
    refused("InternalError", reply);
    assertThat(reply.json()).doesNotContain("secret");
  }

  @Test
  void aWrongQueryIsTheClientsFault() {
    Graphql graphql = graphql(Map.of(), nothing());
    for (String wrong :
        List.of(
            "",
            "{",
            "query Q($i: ID!) { transaction(id: $i) { id } }",
            "mutation { a }",
            "subscription { a }",
            "{ nothing }",
            "{ transaction { id } }",
            "{ transaction(id: {a: 1}) { id } }",
            "query A { __typename } query B { __typename }",
            list("sort: SIDEWAYS"),
            list("first: 99999999999"),
            "{ ...A } fragment A on Query { ...A }")) {
      refused("InvalidRequest", ask(graphql, wrong));
    }
  }

  private interface One {
    CompletionStage<Optional<Transaction>> one(String id, QueryBudget visit);
  }

  private record Given(One one) implements TransactionSource {
    @Override
    public CompletionStage<Optional<Transaction>> one(String id, QueryBudget visit) {
      return one.one(id, visit);
    }

    @Override
    public CompletionStage<Page> list(Filter filter, QueryBudget visit) {
      return CompletableFuture.completedFuture(Page.of(List.of(), filter.first(), false));
    }
  }

  private static TransactionSource nothing() {
    return new Given((id, visit) -> CompletableFuture.completedFuture(Optional.empty()));
  }

  private Graphql graphql(Map<String, String> given, TransactionSource library) {
    Map<String, String> all = new java.util.HashMap<>();
    given.forEach((name, value) -> all.put("mostao.graphql." + name, value));
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(GraphqlSettings.class)
            .withMapping(LimitSettings.class)
            .withSources(new PropertiesConfigSource(all, "test", 500))
            .withConverter(
                Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .build();
    GraphqlSettings settings = config.getConfigMapping(GraphqlSettings.class);
    LimitSettings limits = config.getConfigMapping(LimitSettings.class);
    Graphql graphql =
        new Graphql(
            settings,
            library,
            new RateLimits(limits, new SimpleMeterRegistry()),
            new VerifierPool("test-graphql", settings.workers(), settings.queue()));
    opened.add(graphql);
    return graphql;
  }

  private static String list(String arguments) {
    return "{ transactions(" + arguments + ") { edges { node { id } } } }";
  }

  private static CompletionStage<GraphqlReply> asked(Graphql graphql, String query) {
    return asked(graphql, query, "192.0.2.1");
  }

  private static CompletionStage<GraphqlReply> asked(Graphql graphql, String query, String client) {
    byte[] body =
        MAPPER.createObjectNode().put("query", query).toString().getBytes(StandardCharsets.UTF_8);
    return graphql.answer(body.length, () -> GraphqlRequest.ofBody(body), caller(client));
  }

  private static GraphqlReply ask(Graphql graphql, String query) {
    return asked(graphql, query).toCompletableFuture().join();
  }

  private static void refused(String code, GraphqlReply reply) {
    assertThat(reply.refused().orElseThrow().code().text()).as(reply.json()).isEqualTo(code);
    JsonNode body = json(reply);
    assertThat(body.path("code").asText()).isEqualTo(code);
    assertThat(body.path("error").asText()).isNotBlank();
    assertThat(body.path("errors")).isNotEmpty();
  }

  private static JsonNode json(GraphqlReply reply) {
    try {
      return MAPPER.readTree(reply.json());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
