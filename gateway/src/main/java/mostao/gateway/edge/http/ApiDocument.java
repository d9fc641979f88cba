package mostao.gateway.edge.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.enterprise.inject.spi.CDI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.ao.kafka.directory.Directory;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;
import org.eclipse.microprofile.openapi.models.media.Content;
import org.eclipse.microprofile.openapi.models.media.MediaType;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;

/**
 * Finishes the OpenAPI document: puts this deployment's own ids into the examples, so that they
 * work, and says of every operation what can be refused anywhere.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_PER_REQUEST)
public final class ApiDocument implements OASFilter {
  private final Map<String, String> values = new TreeMap<>();

  @Override
  public void filterOpenAPI(OpenAPI document) {
    CDI.current()
        .select(Directory.class)
        .get()
        .deployment()
        .ifPresent(
            deployment -> {
              values.put("{registry}", deployment.registry().id());
              values.put("{authority}", deployment.authority());
              deployment.moduleIds().forEach((name, id) -> values.put("{module." + name + "}", id));
            });
    for (PathItem path : document.getPaths().getPathItems().values()) {
      for (Map.Entry<PathItem.HttpMethod, Operation> each : path.getOperations().entrySet()) {
        finish(each.getKey(), each.getValue());
      }
    }
    document.getComponents().getSchemas().values().forEach(this::fill);
  }

  private void finish(PathItem.HttpMethod method, Operation operation) {
    refusal(operation, "400", "BadRequest");
    refusal(operation, "429", "TooMany");
    refusal(operation, "503", "Unavailable");
    if (method == PathItem.HttpMethod.POST) {
      refusal(operation, "413", "TooLarge");
    }
    for (Parameter parameter : list(operation.getParameters())) {
      parameter.setExample(filled(parameter.getExample()));
    }
    if (operation.getRequestBody() != null) {
      media(operation.getRequestBody().getContent())
          .values()
          .forEach(media -> media.setExample(filled(media.getExample())));
    }
  }

  private static void refusal(Operation operation, String status, String name) {
    if (!operation.getResponses().hasAPIResponse(status)) {
      operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
    }
  }

  private void fill(Schema schema) {
    if (schema.getExamples() != null) {
      schema.setExamples(schema.getExamples().stream().map(this::filled).toList());
    }
  }

  /** A JSON example comes as text or already taken apart. */
  private Object filled(Object example) {
    if (example instanceof Map<?, ?> map) {
      Map<Object, Object> filled = new LinkedHashMap<>();
      map.forEach((name, value) -> filled.put(name, filled(value)));
      return filled;
    }
    if (example instanceof List<?> list) {
      return list.stream().map(this::filled).toList();
    }
    if (!(example instanceof String text)) {
      return example;
    }
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace(value.getKey(), value.getValue());
    }
    return filled;
  }

  private static List<Parameter> list(List<Parameter> parameters) {
    return Optional.ofNullable(parameters).orElse(List.of());
  }

  private static Map<String, MediaType> media(Content content) {
    return content == null ? Map.of() : content.getMediaTypes();
  }
}
