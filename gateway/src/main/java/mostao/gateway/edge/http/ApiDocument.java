package mostao.gateway.edge.http;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem;

/** Finishes the OpenAPI document: says of every operation what can be refused anywhere. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.RUNTIME_STARTUP)
public final class ApiDocument implements OASFilter {
  @Override
  public void filterOpenAPI(OpenAPI document) {
    for (PathItem path : document.getPaths().getPathItems().values()) {
      path.getOperations().forEach(ApiDocument::finish);
    }
  }

  private static void finish(PathItem.HttpMethod method, Operation operation) {
    refusal(operation, "400", "BadRequest");
    refusal(operation, "429", "TooMany");
    refusal(operation, "503", "Unavailable");
    if (method == PathItem.HttpMethod.POST) {
      refusal(operation, "413", "TooLarge");
    }
  }

  private static void refusal(Operation operation, String status, String name) {
    if (!operation.getResponses().hasAPIResponse(status)) {
      operation.getResponses().addAPIResponse(status, OASFactory.createAPIResponse().ref(name));
    }
  }
}
