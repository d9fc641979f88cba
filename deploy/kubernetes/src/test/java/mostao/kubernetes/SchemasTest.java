package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.strimzi.api.kafka.model.kafka.Kafka;
import io.strimzi.api.kafka.model.nodepool.KafkaNodePool;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object has the fields of its kind and no other. */
class SchemasTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
  private static final Set<String> BUILT_IN =
      Set.of("v1", "apps", "batch", "policy", "autoscaling", "networking.k8s.io");
  private static final Map<String, Class<?>> STRIMZI =
      Map.of(
          "Kafka", Kafka.class,
          "KafkaNodePool", KafkaNodePool.class,
          "KafkaTopic", KafkaTopic.class,
          "KafkaUser", KafkaUser.class);

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void kubernetesAndStrimziKnowEveryField(String overlay) {
    List<String> unknown = new ArrayList<>();
    int read = 0;
    for (ObjectNode object : Rendered.overlay(overlay).objects()) {
      String what = Rendered.kind(object) + "/" + Rendered.name(object);
      if (object.path("apiVersion").asText().startsWith("kafka.strimzi.io/")) {
        assertThat(object.path("apiVersion").asText()).isEqualTo("kafka.strimzi.io/v1");
        collect(JSON.convertValue(object, STRIMZI.get(Rendered.kind(object))), what, unknown);
        read++;
      } else {
        Object typed = KUBERNETES.unmarshal(object.toString());
        if (!(typed instanceof GenericKubernetesResource)) {
          collect(typed, what, unknown);
          read++;
        }
      }
    }

    assertThat(unknown).isEmpty();
    assertThat(read).isGreaterThan(40);
  }

  /** Walks a model object: what it had no field for is among its additional properties. */
  private static void collect(Object value, String path, List<String> unknown) {
    if (value instanceof Collection<?> list) {
      int number = 0;
      for (Object element : list) {
        collect(element, path + "[" + number++ + "]", unknown);
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((name, element) -> collect(element, path + "." + name, unknown));
    } else if (value != null && isModel(value.getClass())) {
      for (Method getter : value.getClass().getMethods()) {
        if (!getter.getName().startsWith("get") || getter.getParameterCount() > 0) {
          continue;
        }
        Object found = call(getter, value);
        if (getter.getName().equals("getAdditionalProperties")) {
          ((Map<?, ?>) found).keySet().forEach(name -> unknown.add(path + "." + name));
        } else {
          collect(found, path + "." + getter.getName().substring(3), unknown);
        }
      }
    }
  }

  private static boolean isModel(Class<?> type) {
    return !type.isEnum()
        && (type.getName().startsWith("io.fabric8.")
            || type.getName().startsWith("io.strimzi.api."));
  }

  private static Object call(Method getter, Object value) {
    try {
      return getter.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(getter.toString(), e);
    }
  }

  /** Of the operators whose definitions deploy/kubernetes/verify has fetched. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void definitionsOfTheOperatorsAllowEveryObject(String overlay) throws IOException {
    String folder = System.getenv("MOSTAO_CRDS");
    assumeTrue(folder != null, "MOSTAO_CRDS names no folder of CustomResourceDefinitions");
    Map<String, JsonNode> schemas = schemas(Path.of(folder));
    List<String> wrong = new ArrayList<>();
    Set<String> undefined = new TreeSet<>();
    for (ObjectNode object : Rendered.overlay(overlay).objects()) {
      String kind = object.path("apiVersion").asText() + "/" + Rendered.kind(object);
      boolean builtIn = BUILT_IN.contains(kind.replaceFirst("/.*", ""));
      if (schemas.containsKey(kind)) {
        String what = Rendered.kind(object) + "/" + Rendered.name(object);
        StructuralSchema.check(schemas.get(kind), object, what, wrong);
      } else if (!builtIn && !kind.startsWith("kafka.strimzi.io/")) {
        undefined.add(kind);
      }
    }

    assertThat(wrong).isEmpty();
    // Their modules are not everywhere to be had.
    undefined.remove("barmancloud.cnpg.io/v1/ObjectStore");
    undefined.removeIf(kind -> kind.startsWith("monitoring.coreos.com/"));
    assertThat(undefined).isEmpty();
  }

  private static Map<String, JsonNode> schemas(Path folder) throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    Map<String, JsonNode> schemas = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> file.toString().endsWith(".yaml"))
          .forEach(
              file -> {
                try {
                  for (JsonNode definition :
                      yaml.readerFor(JsonNode.class)
                          .<JsonNode>readValues(file.toFile())
                          .readAll()) {
                    String group = definition.at("/spec/group").asText();
                    String kind = definition.at("/spec/names/kind").asText();
                    for (JsonNode version : definition.at("/spec/versions")) {
                      schemas.put(
                          group + "/" + version.path("name").asText() + "/" + kind,
                          version.at("/schema/openAPIV3Schema"));
                    }
                  }
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }
    return schemas;
  }
}
