package mostao.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The pods of one workload: what they are given, and where they listen. */
record Pod(Rendered rendered, ObjectNode workload) {
  String name() {
    return Rendered.name(workload);
  }

  JsonNode template() {
    return workload.path("spec").path("template");
  }

  JsonNode spec() {
    return template().path("spec");
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    template()
        .path("metadata")
        .path("labels")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return labels;
  }

  Stream<JsonNode> containers() {
    return Stream.concat(
        Rendered.each(spec().path("containers")), Rendered.each(spec().path("initContainers")));
  }

  Set<Integer> ports() {
    Set<Integer> ports = new TreeSet<>();
    Rendered.each(spec().path("containers"))
        .flatMap(container -> Rendered.each(container.path("ports")))
        .forEach(port -> ports.add(port.path("containerPort").asInt()));
    return ports;
  }

  /** The environment of a container, as far as it is not secret. */
  Map<String, String> environment(JsonNode container) {
    Map<String, String> all = new TreeMap<>();
    Rendered.each(container.path("envFrom"))
        .map(from -> from.path("configMapRef").path("name").asText())
        .map(name -> rendered.one("ConfigMap", name).path("data"))
        .forEach(
            data -> data.properties().forEach(e -> all.put(e.getKey(), e.getValue().asText())));
    Rendered.each(container.path("env"))
        .filter(variable -> variable.has("value"))
        .forEach(
            variable -> {
              String value = variable.path("value").asText();
              for (Map.Entry<String, String> earlier : Map.copyOf(all).entrySet()) {
                value = value.replace("$(" + earlier.getKey() + ")", earlier.getValue());
              }
              all.put(variable.path("name").asText(), value);
            });
    return all;
  }

  /** Names of the Secrets that the pod mounts or takes variables from. */
  Set<String> secrets() {
    Set<String> names = new TreeSet<>();
    Rendered.each(spec().path("volumes"))
        .map(volume -> volume.path("secret").path("secretName").asText())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    List<JsonNode> variables = new ArrayList<>();
    containers().forEach(container -> container.path("env").forEach(variables::add));
    variables.stream()
        .map(variable -> variable.path("valueFrom").path("secretKeyRef").path("name").asText())
        .filter(name -> !name.isEmpty())
        .forEach(names::add);
    return names;
  }

  @Override
  public String toString() {
    return name();
  }
}
