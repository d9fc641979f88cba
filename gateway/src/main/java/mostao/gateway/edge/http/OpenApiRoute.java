package mostao.gateway.edge.http;

import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;

/**
 * {@code /q/openapi} with this deployment's own ids in the examples, so that they work. In front of
 * the framework's, which could put them in only by making the document anew for each request.
 */
@ApplicationScoped
public class OpenApiRoute {
  private static final String PATH = "/q/openapi";

  /** Behind the edge's filters, whose order is their priority below zero; before other routes. */
  private static final int ORDER = -1;

  private final OpenApiDocumentService documents;
  private final Directory directory;
  private final Map<Format, Filled> filled = new ConcurrentHashMap<>();

  /** A document and whose ids are in it. */
  private record Filled(Optional<Deployment> deployment, Buffer document) {}

  OpenApiRoute(OpenApiDocumentService documents, Directory directory) {
    this.documents = documents;
    this.directory = directory;
  }

  void install(@Observes Router router) {
    router.route(PATH).order(ORDER).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    if (context.request().method().equals(HttpMethod.OPTIONS)) {
      context.next();
      return;
    }
    Format format = format(context);
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, format.getMimeType() + ";charset=UTF-8")
        .end(document(format));
  }

  /** As the framework chooses it. */
  private static Format format(RoutingContext context) {
    String accepted = context.request().getHeader(HttpHeaders.ACCEPT);
    String asked = context.request().getParam("format");
    return Format.JSON.name().equalsIgnoreCase(asked)
            || accepted != null && accepted.contains(Format.JSON.getMimeType())
        ? Format.JSON
        : Format.YAML;
  }

  private Buffer document(Format format) {
    Optional<Deployment> deployment = directory.deployment();
    return filled
        .compute(
            format,
            (key, known) ->
                known != null && known.deployment().equals(deployment)
                    ? known
                    : new Filled(deployment, fill(format, deployment)))
        .document();
  }

  private Buffer fill(Format format, Optional<Deployment> deployment) {
    byte[] document = documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, format);
    String text = new String(document, StandardCharsets.UTF_8);
    return Buffer.buffer(
        deployment
            .map(
                known ->
                    text.replace("{registry}", known.registry().id())
                        .replace("{authority}", known.authority()))
            .orElse(text));
  }
}
