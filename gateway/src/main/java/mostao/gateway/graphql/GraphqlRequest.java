package mostao.gateway.graphql;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * A request as GraphQL over HTTP has it.
 *
 * @param operation name of the one that is meant, where the query has several
 */
public record GraphqlRequest(
    String query, Optional<String> operation, Map<String, Object> variables) {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final TypeReference<Map<String, Object>> VARIABLES = new TypeReference<>() {};

  public GraphqlRequest {
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(variables, "variables");
  }

  /** The request in the body of a POST. */
  public static Reply<GraphqlRequest> ofBody(byte[] body) {
    JsonNode json = json(body);
    if (!json.isObject() || !json.path("query").isTextual()) {
      return Reply.denied(
          ApiError.invalidRequest(
              "the body of "
                  + body.length
                  + " bytes is not a GraphQL request; send {\"query\": text, \"variables\":"
                  + " object}"));
    }
    return of(json.path("query").textValue(), json.path("operationName"), json.path("variables"));
  }

  /** The request in the query of a GET. */
  public static Reply<GraphqlRequest> ofQuery(
      Optional<String> query, Optional<String> operation, Optional<String> variables) {
    if (query.isEmpty()) {
      return Reply.denied(
          ApiError.invalidRequest(
              "'query' is missing; POST {\"query\": text}, or give it as a parameter"));
    }
    JsonNode given =
        variables
            .map(text -> json(text.getBytes(StandardCharsets.UTF_8)))
            .orElse(MAPPER.missingNode());
    if (variables.isPresent() && given.isMissingNode()) {
      return variablesRefused();
    }
    JsonNode name = MAPPER.getNodeFactory().textNode(operation.orElse(""));
    return of(query.get(), name, given);
  }

  private static Reply<GraphqlRequest> of(String query, JsonNode operation, JsonNode variables) {
    boolean absent = variables.isMissingNode() || variables.isNull();
    if (!absent && !variables.isObject()) {
      return variablesRefused();
    }
    return Reply.given(
        new GraphqlRequest(
            query,
            Optional.of(operation.asText("")).filter(name -> !name.isEmpty()),
            absent ? Map.of() : MAPPER.convertValue(variables, VARIABLES)));
  }

  private static Reply<GraphqlRequest> variablesRefused() {
    return Reply.denied(ApiError.invalidRequest("'variables' is not a JSON object"));
  }

  private static JsonNode json(byte[] text) {
    try {
      return MAPPER.readTree(text);
    } catch (IOException notJson) {
      return MAPPER.missingNode();
    }
  }
}
