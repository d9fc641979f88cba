package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The chart renders what Kustomize renders, but for how a change of settings rolls pods. */
class ChartTest {
  private static final Pattern HASH = Pattern.compile("-[a-z0-9]{10}$");

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void theChartIsTheOverlay(String overlay) {
    assertThat(normalised(Rendered.chart(overlay)))
        .isEqualTo(normalised(Rendered.overlay(overlay)));
  }

  @Test
  void withTracesItIsTheComponent() {
    assertThat(normalised(Rendered.chart("dev", "traces.enabled")))
        .isEqualTo(normalised(Rendered.overlay("test-traces")));
  }

  /** Without namespace (Helm's own), hashes in the names of ConfigMaps, and their checksums. */
  private static Map<String, JsonNode> normalised(Rendered rendered) {
    Map<String, String> names = new TreeMap<>();
    for (ObjectNode map : rendered.ofKind("ConfigMap")) {
      names.put(Rendered.name(map), HASH.matcher(Rendered.name(map)).replaceFirst(""));
    }
    Map<String, JsonNode> objects = new TreeMap<>();
    for (ObjectNode object : rendered.objects()) {
      ObjectNode copy = (ObjectNode) renamed(object, names);
      ((ObjectNode) copy.path("metadata")).remove("namespace");
      if (copy.at("/spec/template/metadata") instanceof ObjectNode template) {
        template.remove("annotations");
      }
      objects.put(Rendered.kind(copy) + "/" + Rendered.name(copy), copy);
    }
    return objects;
  }

  private static JsonNode renamed(JsonNode node, Map<String, String> names) {
    if (node.isObject()) {
      ObjectNode copy = JsonNodeFactory.instance.objectNode();
      node.properties().forEach(f -> copy.set(f.getKey(), renamed(f.getValue(), names)));
      return copy;
    }
    if (node.isArray()) {
      ArrayNode copy = JsonNodeFactory.instance.arrayNode();
      node.forEach(element -> copy.add(renamed(element, names)));
      return copy;
    }
    return node.isTextual()
        ? JsonNodeFactory.instance.textNode(names.getOrDefault(node.asText(), node.asText()))
        : node;
  }
}
