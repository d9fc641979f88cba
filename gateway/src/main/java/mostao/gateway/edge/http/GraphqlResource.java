package mostao.gateway.edge.http;

import io.smallrye.common.annotation.NonBlocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.gateway.graphql.Graphql;
import mostao.gateway.graphql.GraphqlReply;
import mostao.gateway.graphql.GraphqlRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** {@code /graphql}: transactions, as an Arweave gateway has them. */
@Path("graphql")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class GraphqlResource {
  private final Graphql graphql;

  GraphqlResource(Graphql graphql) {
    this.graphql = graphql;
  }

  /** The body is read as JSON, whatever its media type. */
  @POST
  @Tag(name = "Transactions")
  @Operation(
      summary = "Query transactions",
      description = "GraphQL with the schema of an Arweave gateway.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "Data, or GraphQL errors",
      content = @Content(schema = @Schema(ref = "Graphql")))
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "Query"),
              example =
                  "{\"query\":\"query($ids:[ID!]){transactions(ids:$ids)"
                      + "{edges{node{id tags{name value}}}}}\","
                      + "\"variables\":{\"ids\":[\"{registry}\"]}}"))
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> post(
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    byte[] body = Edge.body(context);
    return graphql
        .answer(body.length, () -> GraphqlRequest.ofBody(body), Edge.caller(authorization, context))
        .thenApply(GraphqlResource::response);
  }

  @GET
  @Tag(name = "Transactions")
  @Operation(
      summary = "Query transactions with GET",
      description = "GraphQL with the schema of an Arweave gateway.")
  @SecurityRequirement(name = "token")
  @SecurityRequirement(name = "")
  @APIResponse(
      responseCode = "200",
      description = "Data, or GraphQL errors",
      content = @Content(schema = @Schema(ref = "Graphql")))
  public CompletionStage<Response> get(
      @Parameter(
              description = "The query",
              example = "{transactions(ids:[\"{registry}\"]){edges{node{id}}}}")
          @QueryParam("query")
          Optional<String> query,
      @Parameter(description = "Name of the operation, if the query has several")
          @QueryParam("operationName")
          Optional<String> operation,
      @Parameter(description = "A JSON object") @QueryParam("variables") Optional<String> variables,
      @Parameter(hidden = true) @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    int length = query.map(String::length).orElse(0) + variables.map(String::length).orElse(0);
    return graphql
        .answer(
            length,
            () -> GraphqlRequest.ofQuery(query, operation, variables),
            Edge.caller(authorization, context))
        .thenApply(GraphqlResource::response);
  }

  private static Response response(GraphqlReply reply) {
    return reply
        .refused()
        .map(why -> Response.fromResponse(Replies.refused(why)).entity(reply.json()).build())
        .orElseGet(() -> Replies.json(HttpStatus.OK, reply.json()));
  }
}
