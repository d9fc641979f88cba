package mostao.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Assumptions;

/** Objects as a cluster gets them. */
record Rendered(String name, List<ObjectNode> objects) {
  static final Path DEPLOY = Path.of(System.getProperty("mostao.root"), "deploy");
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
  private static final Map<String, Rendered> KNOWN = new ConcurrentHashMap<>();

  /** An overlay, rendered by kustomize or kubectl. */
  static Rendered overlay(String name) {
    return KNOWN.computeIfAbsent(
        name,
        overlay -> {
          String path = DEPLOY.resolve("kubernetes/overlays/" + overlay).toString();
          List<String> command =
              found("kustomize")
                  .map(tool -> List.of(tool, "build", path))
                  .orElseGet(() -> List.of(needed("kubectl"), "kustomize", path));
          return new Rendered(overlay, run(command));
        });
  }

  /** The chart with the values of an overlay, and with these that are true. */
  static Rendered chart(String overlay, String... on) {
    Path chart = DEPLOY.resolve("helm/mostao");
    TemplateCommand command =
        new Helm(chart)
            .template()
            .withName("mostao")
            .withKubeVersion("1.33.0")
            .set("namespace.create", true);
    for (String value : on) {
      command.set(value, true);
    }
    if (!overlay.equals("dev")) {
      command.withValuesFile(chart.resolve("values-" + overlay + ".yaml"));
    }
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(command.call())) {
      return new Rendered("chart " + overlay, objects(documents));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<ObjectNode> objects(MappingIterator<JsonNode> documents) throws IOException {
    return documents.readAll().stream()
        .filter(JsonNode::isObject)
        .map(ObjectNode.class::cast)
        .toList();
  }

  private static Optional<String> found(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static String needed(String program) {
    Optional<String> tool = found(program);
    if (tool.isEmpty() && "required".equals(System.getenv("MANIFEST_TESTS"))) {
      throw new IllegalStateException(
          program + " is not in the PATH; deploy/kubernetes/verify fetches it");
    }
    Assumptions.assumeTrue(tool.isPresent(), program + " is not in the PATH");
    return tool.orElseThrow();
  }

  private static List<ObjectNode> run(List<String> command) {
    try {
      Path error = Files.createTempFile("rendering", ".log");
      Process process = new ProcessBuilder(command).redirectError(error.toFile()).start();
      List<ObjectNode> objects;
      try (MappingIterator<JsonNode> documents =
          YAML.readerFor(JsonNode.class).readValues(process.getInputStream())) {
        objects = objects(documents);
      }
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + " failed: " + Files.readString(error));
      }
      Files.delete(error);
      return objects;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<ObjectNode> ofKind(String... kinds) {
    return objects.stream().filter(o -> List.of(kinds).contains(kind(o))).toList();
  }

  ObjectNode one(String kind, String name) {
    return ofKind(kind).stream()
        .filter(object -> name(object).equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + this.name));
  }

  static String kind(JsonNode object) {
    return object.path("kind").asText();
  }

  static String name(JsonNode object) {
    return object.path("metadata").path("name").asText();
  }

  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** The pods of all workloads. */
  List<Pod> pods() {
    return ofKind("Deployment", "StatefulSet", "Job").stream()
        .map(workload -> new Pod(this, workload))
        .toList();
  }

  @Override
  public String toString() {
    return name;
  }
}
