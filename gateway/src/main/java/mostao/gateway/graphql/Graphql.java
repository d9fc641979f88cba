package mostao.gateway.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.GraphQLError;
import graphql.GraphqlErrorBuilder;
import graphql.analysis.MaxQueryComplexityInstrumentation;
import graphql.analysis.MaxQueryDepthInstrumentation;
import graphql.execution.DataFetcherExceptionHandler;
import graphql.execution.DataFetcherExceptionHandlerParameters;
import graphql.execution.DataFetcherExceptionHandlerResult;
import graphql.execution.instrumentation.ChainedInstrumentation;
import graphql.parser.ParserOptions;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import mostao.gateway.access.Caller;
import mostao.gateway.access.ReadGuard;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.edge.limits.RateLimits;
import mostao.gateway.intake.VerifierPool;
import mostao.gateway.result.Results;
import mostao.gateway.units.Processes;
import mostao.gateway.units.Units;

/** Answers GraphQL. Thread-safe; nothing here blocks its caller or runs on its thread. */
public final class Graphql implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final GraphqlSettings settings;
  private final TransactionSource source;
  private final VerifierPool workers;
  private final RateLimits rates;
  private final GraphQL engine;
  private final ParserOptions limits;

  Graphql(
      GraphqlSettings settings, TransactionSource source, RateLimits rates, VerifierPool workers) {
    this.settings = settings;
    this.rates = rates;
    this.source = source;
    this.workers = workers;
    this.limits =
        ParserOptions.newParserOptions()
            .maxCharacters(settings.bodyBytes())
            .maxTokens(settings.tokens())
            .maxWhitespaceTokens(settings.bodyBytes())
            .build();
    this.engine =
        GraphQL.newGraphQL(schema())
            .instrumentation(
                new ChainedInstrumentation(
                    new MaxQueryDepthInstrumentation(settings.depth()),
                    new MaxQueryComplexityInstrumentation(settings.fields()),
                    new ReadEstimate(settings.reads())))
            .defaultDataFetcherExceptionHandler(new RefusalHandler())
            .build();
  }

  /** Over the items of a deployment. */
  public static Graphql of(
      GraphqlSettings settings,
      SchedulerLocation location,
      Processes processes,
      Units units,
      Results results,
      ReadGuard guard,
      RateLimits rates) {
    VerifierPool workers =
        new VerifierPool("gateway-graphql", settings.workers(), settings.queue());
    Items items = new Items(units, results, settings.cached());
    return new Graphql(
        settings, new Transactions(location, processes, items, guard, workers), rates, workers);
  }

  private GraphQLSchema schema() {
    RuntimeWiring wiring =
        RuntimeWiring.newRuntimeWiring()
            .type(
                "Query",
                query ->
                    query
                        .dataFetcher("transaction", this::transaction)
                        .dataFetcher("transactions", this::transactions))
            .build();
    try (InputStream sdl = Graphql.class.getResourceAsStream("schema.graphqls")) {
      return new SchemaGenerator()
          .makeExecutableSchema(
              new SchemaParser().parse(new InputStreamReader(sdl, StandardCharsets.UTF_8)), wiring);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CompletionStage<Object> transaction(DataFetchingEnvironment field) {
    return source
        .one(field.getArgument("id"), budget(field))
        .thenApplyAsync(found -> found.map(Transaction::fields).orElse(null), workers);
  }

  private CompletionStage<Object> transactions(DataFetchingEnvironment field) {
    return source
        .list(Filter.of(field.getArguments(), settings), budget(field))
        .thenApplyAsync(
            page ->
                Map.of(
                    "pageInfo",
                    Map.of("hasNextPage", page.more()),
                    "edges",
                    page.found().stream()
                        .map(
                            one ->
                                Map.of(
                                    "cursor",
                                    one.place().text(),
                                    "node",
                                    one.transaction().fields()))
                        .toList()),
            workers);
  }

  private static QueryBudget budget(DataFetchingEnvironment field) {
    return field.getGraphQlContext().get(QueryBudget.class);
  }

  /** Why a field could not be given, first of all for the status of HTTP. */
  private static final class FirstRefusal {
    private final AtomicReference<ApiError> first = new AtomicReference<>();

    void add(ApiError refused) {
      first.compareAndSet(null, refused);
    }

    Optional<ApiError> refused() {
      return Optional.ofNullable(first.get());
    }
  }

  /** A field's failure as clients are told of it. */
  private static final class RefusalHandler implements DataFetcherExceptionHandler {
    @Override
    public CompletableFuture<DataFetcherExceptionHandlerResult> handleException(
        DataFetcherExceptionHandlerParameters at) {
      ApiError refused = told(at.getException());
      at.getDataFetchingEnvironment()
          .getGraphQlContext()
          .<FirstRefusal>get(FirstRefusal.class)
          .add(refused);
      GraphQLError error =
          GraphqlErrorBuilder.newError(at.getDataFetchingEnvironment())
              .message("%s", refused.error())
              .extensions(Map.of("code", refused.code().text()))
              .build();
      return CompletableFuture.completedFuture(
          DataFetcherExceptionHandlerResult.newResult(error).build());
    }
  }

  private static ApiError told(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof Denial denial) {
      return denial.refused();
    }
    return Unavailable.toldOf(failure);
  }

  /**
   * @param bytes the request came in
   * @param asked reads the request, or says why it is invalid
   * @param caller whose turn it takes, and who pays
   * @return the reply; never fails
   */
  public CompletionStage<GraphqlReply> answer(
      long bytes, Supplier<Reply<GraphqlRequest>> asked, Caller caller) {
    if (bytes > settings.bodyBytes()) {
      return CompletableFuture.completedFuture(
          refused(
              ApiError.tooLarge(
                  "the query has "
                      + bytes
                      + " bytes; at most "
                      + settings.bodyBytes()
                      + " are taken")));
    }
    return workers
        .submit(
            caller.client(),
            // Together: a step of its own could run on the caller's thread.
            () ->
                asked
                    .get()
                    .fold(
                        given -> run(given, caller),
                        refused -> CompletableFuture.completedFuture(refused(refused))))
        .thenCompose(Function.identity())
        .exceptionally(failure -> refused(told(failure)));
  }

  private CompletableFuture<GraphqlReply> run(GraphqlRequest asked, Caller caller) {
    FirstRefusal first = new FirstRefusal();
    ExecutionInput input =
        ExecutionInput.newExecutionInput(asked.query())
            .operationName(asked.operation().orElse(null))
            .variables(asked.variables())
            .graphQLContext(
                context ->
                    context
                        .put(ParserOptions.class, limits)
                        .put(FirstRefusal.class, first)
                        .put(
                            QueryBudget.class,
                            new QueryBudget(
                                caller,
                                cost -> rates.ofCost(caller.client(), cost),
                                settings.reads(),
                                settings.rows())))
            .build();
    return engine
        .executeAsync(input)
        .thenApply(result -> reply(result, first))
        .orTimeout(settings.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .exceptionally(
            failure -> {
              input.cancel();
              return refused(failure instanceof TimeoutException ? tooSlow() : told(failure));
            });
  }

  private ApiError tooSlow() {
    return ApiError.notAnswered(
        "the query took longer than "
            + settings.timeout().toMillis()
            + " ms; ask for less, or try again in a moment");
  }

  /** Without data the request itself was wrong; with data, a field may have been refused. */
  private static GraphqlReply reply(ExecutionResult result, FirstRefusal first) {
    ObjectNode body = MAPPER.valueToTree(result.toSpecification());
    // The source's own word for a kind of error is the name of one of its classes.
    for (JsonNode error : body.path("errors")) {
      if (error.path("extensions") instanceof ObjectNode extensions) {
        extensions.remove("classification");
      }
    }
    Optional<ApiError> refused = first.refused();
    if (refused.isEmpty() && !result.isDataPresent()) {
      List<GraphQLError> errors = result.getErrors();
      String why = errors.isEmpty() ? "the query can't be answered" : errors.get(0).getMessage();
      refused =
          Optional.of(
              !errors.isEmpty() && errors.get(0) instanceof ReadEstimate.TooCostly
                  ? ApiError.tooCostly(why)
                  : ApiError.invalidRequest(why));
    }
    return refused
        .map(why -> reply(body, why))
        .orElseGet(() -> new GraphqlReply(body.toString(), Optional.empty()));
  }

  private static GraphqlReply refused(ApiError refused) {
    ObjectNode body = MAPPER.createObjectNode();
    body.putArray("errors")
        .addObject()
        .put("message", refused.error())
        .putObject("extensions")
        .put("code", refused.code().text());
    return reply(body, refused);
  }

  private static GraphqlReply reply(ObjectNode body, ApiError refused) {
    body.put("error", refused.error()).put("code", refused.code().text());
    return new GraphqlReply(body.toString(), Optional.of(refused));
  }

  @Override
  public void close() {
    workers.close();
  }
}
