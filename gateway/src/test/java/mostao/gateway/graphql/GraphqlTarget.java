package mostao.gateway.graphql;

import static mostao.ao.fuzz.Cost.must;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import mostao.gateway.access.Caller;
import mostao.gateway.answer.ErrorCode;
import mostao.gateway.answer.Reply;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.VerifierPool;

/**
 * GraphQL from the body of a POST if the input begins with {@code j}, else as the query of a GET,
 * with variables behind a NUL. Every query is answered soon, with data or with errors that have a
 * message and a code that is not a bug's, and reads no more than was foreseen.
 */
public final class GraphqlTarget {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final AtomicInteger READS = new AtomicInteger();
  private static final GraphqlSettings SETTINGS;
  private static final Graphql GRAPHQL;

  static {
    SmallRyeConfig config =
        new SmallRyeConfigBuilder()
            .withMapping(GraphqlSettings.class)
            .withMapping(LimitSettings.class)
            .withSources(
                new PropertiesConfigSource(
                    Map.of("mostao.limits.address.graphql", "0"), "fuzz", 500))
            .withConverter(
                Duration.class, 200, new io.quarkus.runtime.configuration.DurationConverter())
            .build();
    SETTINGS = config.getConfigMapping(GraphqlSettings.class);
    GRAPHQL =
        new Graphql(
            SETTINGS,
            new Nothing(),
            new RateLimits(config.getConfigMapping(LimitSettings.class), new SimpleMeterRegistry()),
            new VerifierPool("fuzz-graphql", 1, 10));
  }

  private GraphqlTarget() {}

  public static List<byte[]> seeds() {
    return List.of(
            "{transaction(id:\"x\"){id tags{name value} owner{address key}}}",
            "{transactions(ids:[\"x\"],first:2){edges{cursor node{id}} pageInfo{hasNextPage}}}",
            "{transactions(tags:[{name:\"Type\",values:[\"Process\"],op:NEQ,match:WILDCARD}],"
                + "block:{min:0,max:9},sort:HEIGHT_ASC,after:\"MCx4\"){edges{node{block{height}}}}}",
            "query Q($ids:[ID!]){transactions(ids:$ids){edges{node{id}}}}\u0000{\"ids\":[\"x\"]}",
            "query A{...F}fragment F on Query{__typename @skip(if:true)}",
            "j{\"query\":\"{__schema{types{name}}}\",\"operationName\":null,\"variables\":{}}",
            "j{\"query\":\"\"}",
            "mutation{x}",
            "{a(b:\"\"\"c\"\"\")}")
        .stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  public static void fuzzerTestOneInput(byte[] input) {
    GraphqlReply reply = answer(input);
    JsonNode json;
    try {
      json = MAPPER.readTree(reply.json());
    } catch (IOException notJson) {
      throw new AssertionError(reply.json(), notJson);
    }
    boolean data = json.path("data").isObject();
    must(data || json.path("errors").size() > 0, "neither data nor errors: " + json);
    for (JsonNode error : json.path("errors")) {
      must(!error.path("message").asText().isBlank(), "an error without a message: " + json);
    }
    if (reply.refused().isPresent()) {
      ErrorCode code = reply.refused().get().code();
      must(code != ErrorCode.INTERNAL_ERROR, "a bug: " + json);
      must(code != ErrorCode.NOT_ANSWERED, "took too long: " + json);
      must(json.path("error").asText().length() < 4000, "a refusal of unbounded length");
    } else {
      must(data, "no data, and no refusal: " + json);
    }
    must(reply.json().length() < 4 << 20, "an answer of unbounded length");
    must(READS.get() <= SETTINGS.reads(), READS + " reads");
  }

  private static GraphqlReply answer(byte[] input) {
    READS.set(0);
    Caller caller = new Caller(Optional.empty(), "192.0.2.1", new CompletableFuture<>());
    try {
      return GRAPHQL
          .answer(input.length, request(input), caller)
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception late) {
      throw new AssertionError(late);
    }
  }

  private static Supplier<Reply<GraphqlRequest>> request(byte[] input) {
    if (input.length > 0 && input[0] == 'j') {
      byte[] body = new byte[input.length - 1];
      System.arraycopy(input, 1, body, 0, body.length);
      return () -> GraphqlRequest.ofBody(body);
    }
    String[] parts = new String(input, StandardCharsets.UTF_8).split("\u0000", 2);
    Optional<String> variables = parts.length == 2 ? Optional.of(parts[1]) : Optional.empty();
    return () -> GraphqlRequest.ofQuery(Optional.of(parts[0]), Optional.empty(), variables);
  }

  /** An empty deployment, which counts what is asked. */
  private static final class Nothing implements TransactionSource {
    @Override
    public CompletionStage<Optional<Transaction>> one(String id, QueryBudget visit) {
      READS.addAndGet(ReadEstimate.READS_OF_ID);
      return CompletableFuture.completedFuture(Optional.empty());
    }

    @Override
    public CompletionStage<Page> list(Filter filter, QueryBudget visit) {
      READS.addAndGet(filter.first());
      return CompletableFuture.completedFuture(Page.of(List.of(), filter.first(), false));
    }
  }
}
