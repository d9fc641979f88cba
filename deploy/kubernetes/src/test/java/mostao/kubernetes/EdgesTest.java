package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may connect to whom, compared with the addresses in the programs' settings. */
class EdgesTest {
  private static final String OURS = "mostao";
  private static final int OTLP = 4318;
  private static final Pattern ADDRESS = Pattern.compile("([a-z][a-z0-9-]*):(\\d{2,5})");
  private static final Set<String> ADDRESSES =
      Set.of(
          "KAFKA_BOOTSTRAP_SERVERS",
          "QUARKUS_DATASOURCE_JDBC_URL",
          "MOSTAO_UNITS_REGISTRY_URL",
          "MOSTAO_UNITS_HANDLE_URL",
          "MOSTAO_UNITS_SESSION_URL");

  /** One end of a connection. */
  private record End(
      String namespace, String name, Map<String, String> labels, Set<Integer> ports) {
    static End of(Pod pod) {
      return new End(OURS, pod.name(), pod.labels(), pod.ports());
    }

    static End elsewhere(String namespace) {
      return new End(namespace, "a pod of " + namespace, Map.of(), Set.of());
    }
  }

  /** What operators bring: the pods behind the Services that the settings name. */
  private static final Map<String, End> OPERATED =
      Map.of(
          "mostao-kafka-bootstrap",
          new End(
              OURS,
              "kafka",
              Map.of("strimzi.io/name", "mostao-kafka", "strimzi.io/cluster", "mostao"),
              Set.of(9090, 9091, 9093)),
          "database-rw",
          new End(OURS, "database", Map.of("cnpg.io/cluster", "database"), Set.of(5432, 8000)));

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void programsMayConnectWhereTheirSettingsSayAndNowhereElse(String overlay) {
    Rendered rendered = Rendered.overlay(overlay);
    List<ObjectNode> policies = policies(rendered);
    List<End> ends = new ArrayList<>(rendered.pods().stream().map(End::of).toList());
    Set<String> needed = new TreeSet<>();
    for (Pod pod : rendered.pods()) {
      pod.containers().forEach(container -> needs(rendered, pod, container, needed));
    }
    if (overlay.equals("production")) {
      ends.addAll(OPERATED.values());
    }
    Set<String> allowed = new TreeSet<>();
    for (End from : ends) {
      for (End to : ends) {
        boolean operators = OPERATED.containsValue(from) || from.equals(to);
        for (int port : to.ports()) {
          if (!operators && allows(policies, from, to, port)) {
            allowed.add(edge(from.name(), to.name(), port));
          }
        }
      }
    }

    assertThat(allowed).isEqualTo(needed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void strangersReachTheGatewayAlone(String overlay) {
    Rendered rendered = Rendered.overlay(overlay);
    List<ObjectNode> policies = policies(rendered);
    List<End> ends = new ArrayList<>(rendered.pods().stream().map(End::of).toList());
    ends.addAll(OPERATED.values());
    Set<String> reached = new TreeSet<>();
    for (End to : ends) {
      to.ports().stream()
          .filter(port -> allows(policies, End.elsewhere("default"), to, port))
          .forEach(port -> reached.add(to.name() + ":" + port));
    }

    assertThat(reached).containsExactly("gateway:8080");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everyPodHasNamesAndProgramsTelemetry(String overlay) {
    Rendered rendered = Rendered.overlay(overlay);
    List<ObjectNode> policies = policies(rendered);
    End names = new End("kube-system", "dns", Map.of("k8s-app", "kube-dns"), Set.of(53));
    for (Pod pod : rendered.pods()) {
      assertThat(allows(policies, End.of(pod), names, 53)).as("DNS for %s", pod).isTrue();
      if (Rendered.kind(pod.workload()).equals("Deployment")) {
        End monitoring = End.elsewhere("monitoring");
        assertThat(allows(policies, End.of(pod), monitoring, OTLP))
            .as("traces of %s, without the component", pod)
            .isFalse();
        for (int port : pod.ports()) {
          assertThat(allows(policies, monitoring, End.of(pod), port)).as("metrics").isTrue();
        }
      }
    }
  }

  @Test
  void programsReachTheCollectorWhenTheyAreToldOfIt() {
    Rendered rendered = Rendered.overlay("test-traces");
    List<ObjectNode> policies = policies(rendered);
    End monitoring = End.elsewhere("monitoring");
    for (Pod pod : rendered.pods()) {
      boolean program = Rendered.kind(pod.workload()).equals("Deployment");
      assertThat(allows(policies, End.of(pod), monitoring, OTLP)).as("%s", pod).isEqualTo(program);
      if (program) {
        assertThat(pod.environment(pod.containers().findFirst().orElseThrow()))
            .containsEntry("MOSTAO_TRACE_ENDPOINT", "http://otel-collector.monitoring:" + OTLP);
      }
    }
  }

  private static void needs(Rendered rendered, Pod pod, JsonNode container, Set<String> needed) {
    pod.environment(container)
        .forEach(
            (name, value) -> {
              Matcher address = ADDRESS.matcher(value);
              if (ADDRESSES.contains(name) && address.find()) {
                End to = behind(rendered, address.group(1));
                int port =
                    portBehind(rendered, address.group(1), Integer.parseInt(address.group(2)));
                needed.add(edge(pod.name(), to.name(), port));
              }
            });
  }

  private static String edge(String from, String to, int port) {
    return from + " -> " + to + ":" + port;
  }

  private static End behind(Rendered rendered, String service) {
    if (OPERATED.containsKey(service)) {
      return OPERATED.get(service);
    }
    JsonNode selector = rendered.one("Service", service).at("/spec/selector");
    return rendered.pods().stream()
        .filter(pod -> matches(selector, pod.labels()))
        .map(End::of)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no pods behind the Service " + service));
  }

  private static int portBehind(Rendered rendered, String service, int port) {
    if (OPERATED.containsKey(service)) {
      return port;
    }
    return Rendered.each(rendered.one("Service", service).at("/spec/ports"))
        .filter(mapping -> mapping.path("port").asInt() == port)
        .map(mapping -> behind(rendered, service).ports().iterator().next())
        .findFirst()
        .orElseThrow(() -> new AssertionError(service + " has no port " + port));
  }

  /** Ours, and those that Strimzi makes for its listeners. */
  private static List<ObjectNode> policies(Rendered rendered) {
    List<ObjectNode> policies = new ArrayList<>(rendered.ofKind("NetworkPolicy"));
    for (ObjectNode kafka : rendered.ofKind("Kafka")) {
      ObjectNode made = kafka.objectNode();
      ObjectNode spec = made.putObject("spec");
      spec.putObject("podSelector").putObject("matchLabels").put("strimzi.io/name", "mostao-kafka");
      spec.putArray("policyTypes").add("Ingress");
      for (JsonNode listener : kafka.at("/spec/kafka/listeners")) {
        ObjectNode rule = spec.withArray("ingress").addObject();
        rule.set("from", listener.path("networkPolicyPeers"));
        rule.putArray("ports").addObject().set("port", listener.path("port"));
      }
      policies.add(made);
    }
    return policies;
  }

  private static boolean allows(List<ObjectNode> policies, End from, End to, int port) {
    return passes(policies, from, to, port, "Egress")
        && passes(policies, to, from, port, "Ingress");
  }

  private static boolean passes(
      List<ObjectNode> policies, End self, End other, int port, String direction) {
    if (!self.namespace().equals(OURS)) {
      return true;
    }
    boolean chosen = false;
    for (ObjectNode policy : policies) {
      JsonNode spec = policy.path("spec");
      boolean covers =
          Rendered.each(spec.path("policyTypes")).anyMatch(t -> t.asText().equals(direction));
      if (covers && selects(spec.path("podSelector"), self.labels())) {
        chosen = true;
        boolean egress = direction.equals("Egress");
        for (JsonNode rule : spec.path(egress ? "egress" : "ingress")) {
          if (hasPort(rule.path("ports"), port)
              && hasPeer(rule.path(egress ? "to" : "from"), other)) {
            return true;
          }
        }
      }
    }
    return !chosen;
  }

  private static boolean hasPort(JsonNode ports, int port) {
    return ports.isEmpty() || Rendered.each(ports).anyMatch(p -> p.path("port").asInt() == port);
  }

  private static boolean hasPeer(JsonNode peers, End other) {
    return peers.isEmpty()
        || Rendered.each(peers)
            .anyMatch(
                peer -> {
                  boolean namespace =
                      Optional.ofNullable(peer.get("namespaceSelector"))
                          .map(
                              selector ->
                                  selects(
                                      selector,
                                      Map.of("kubernetes.io/metadata.name", other.namespace())))
                          .orElse(other.namespace().equals(OURS));
                  return namespace && selects(peer.path("podSelector"), other.labels());
                });
  }

  private static boolean selects(JsonNode selector, Map<String, String> labels) {
    if (!matches(selector.path("matchLabels"), labels)) {
      return false;
    }
    for (JsonNode expression : selector.path("matchExpressions")) {
      assertThat(expression.path("operator").asText()).isEqualTo("In");
      String value = labels.get(expression.path("key").asText());
      if (Rendered.each(expression.path("values")).noneMatch(v -> v.asText().equals(value))) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(JsonNode wanted, Map<String, String> labels) {
    for (Map.Entry<String, JsonNode> label : wanted.properties()) {
      if (!label.getValue().asText().equals(labels.get(label.getKey()))) {
        return false;
      }
    }
    return true;
  }
}
