package mostao.gateway.http;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.gateway.graphql.Asked;
import mostao.gateway.graphql.Graphql;
import mostao.gateway.graphql.Reply;

/** {@code /graphql}: transactions, as an Arweave gateway has them. */
@Path("graphql")
@Produces(MediaType.APPLICATION_JSON)
@NonBlocking
public class GraphqlResource {
  private final Graphql graphql;

  GraphqlResource(Graphql graphql) {
    this.graphql = graphql;
  }

  /** Whatever the body is called, it is read as JSON. */
  @POST
  @Consumes(MediaType.WILDCARD)
  public CompletionStage<Response> post(
      @HeaderParam("Authorization") Optional<String> authorization,
      @Context RoutingContext context) {
    byte[] body = Edge.body(context);
    return graphql
        .answer(body.length, () -> Asked.ofBody(body), authorization)
        .thenApply(GraphqlResource::response);
  }

  @GET
  public CompletionStage<Response> get(
      @QueryParam("query") Optional<String> query,
      @QueryParam("operationName") Optional<String> operation,
      @QueryParam("variables") Optional<String> variables,
      @HeaderParam("Authorization") Optional<String> authorization) {
    int length = query.map(String::length).orElse(0) + variables.map(String::length).orElse(0);
    return graphql
        .answer(length, () -> Asked.ofQuery(query, operation, variables), authorization)
        .thenApply(GraphqlResource::response);
  }

  private static Response response(Reply reply) {
    Response.ResponseBuilder response =
        Response.status(reply.status()).type(MediaType.APPLICATION_JSON_TYPE).entity(reply.json());
    reply
        .retryAfterSeconds()
        .ifPresent(seconds -> response.header(HttpHeaders.RETRY_AFTER, seconds));
    return response.build();
  }
}
