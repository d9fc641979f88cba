package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import mostao.ao.wire.Topics;
import org.junit.jupiter.api.Test;

/** Topics and rights in production, compared with what the programs use. */
class RightsTest {
  private static final String MESSENGERS = "gateway-messenger";
  private final Rendered production = Rendered.overlay("production");

  @Test
  void theTopicsAreThoseOfTheCodeThreeTimes() {
    Map<String, String> expected = new TreeMap<>();
    for (Topics.Definition topic : Topics.all()) {
      Map<String, String> config = new TreeMap<>(topic.config());
      config.put("min.insync.replicas", "2");
      expected.put(topic.name(), topic.partitions() + " x 3 " + config);
    }
    Map<String, String> rendered = new TreeMap<>();
    for (ObjectNode topic : production.ofKind("KafkaTopic")) {
      Map<String, String> config = new TreeMap<>();
      topic
          .path("spec")
          .path("config")
          .properties()
          .forEach(setting -> config.put(setting.getKey(), setting.getValue().asText()));
      rendered.put(
          Rendered.name(topic),
          String.format(
              Locale.ROOT,
              "%d x %d %s",
              topic.path("spec").path("partitions").asInt(),
              topic.path("spec").path("replicas").asInt(),
              config));
    }

    assertThat(rendered).isEqualTo(expected);
  }

  @Test
  void everyProgramHasTheRightsOfItsRoleAndNoOther() {
    Map<String, Set<String>> expected = new TreeMap<>();
    for (String module : Topics.MODULES) {
      String inbox = Topics.inbox(module);
      String outbox = Topics.outbox(module);
      String letters = Topics.deadLetters(module);
      String group = "ao-" + module;
      allow(expected, "gateway", "topic " + inbox, "Describe", "Write");
      allow(expected, "gateway", "topic " + outbox, "Describe", "Read");
      allow(expected, "gateway", "group " + group, "Describe");
      allow(expected, "messenger", "topic " + outbox, "Describe", "Read");
      allow(expected, "messenger", "topic " + inbox, "Describe", "Write");
      allow(expected, "messenger", "topic " + letters, "Describe", "Write");
      allow(expected, module + "-service", "topic " + inbox, "Describe", "DescribeConfigs", "Read");
      allow(expected, module + "-service", "topic " + outbox, "Describe", "Write");
      allow(expected, module + "-service", "topic " + letters, "Describe", "Write");
      allow(expected, module + "-service", "group " + group, "Read");
      allow(expected, "keda", "topic " + outbox, "Describe");
      if (!module.equals(Topics.REGISTRY)) {
        allow(expected, "keda", "topic " + inbox, "Describe");
        allow(expected, "keda", "group " + group, "Describe");
      }
    }
    // A gateway lists what a wallet spawns.
    allow(expected, "gateway", "topic " + Topics.PROCESSES, "Describe", "Read", "Write");
    allow(expected, "gateway", "topic " + Topics.WALLETS, "Describe", "Read");
    allow(expected, "gateway", "group " + MESSENGERS, "Describe");
    // It asks the brokers about their disks.
    allow(expected, "gateway", "cluster ", "Describe");
    allow(expected, "messenger", "topic " + Topics.PROCESSES, "Describe", "Read", "Write");
    allow(expected, "messenger", "topic " + Topics.WALLETS, "Describe", "Write");
    allow(expected, "messenger", "group " + MESSENGERS, "Read");
    allow(expected, "keda", "group " + MESSENGERS, "Describe");

    Map<String, Set<String>> rendered = new TreeMap<>();
    for (ObjectNode user : production.ofKind("KafkaUser")) {
      assertThat(user.path("spec").path("authentication").path("type").asText()).isEqualTo("tls");
      user.path("spec")
          .path("authorization")
          .path("acls")
          .forEach(
              rule -> {
                boolean cluster = rule.path("resource").path("type").asText().equals("cluster");
                assertThat(rule.path("resource").path("patternType").asText("literal"))
                    .as("a prefix would cover topics to come: %s", rule)
                    .isEqualTo("literal");
                assertThat(rule.path("resource").has("patternType")).isNotEqualTo(cluster);
                String resource =
                    rule.path("resource").path("type").asText()
                        + " "
                        + rule.path("resource").path("name").asText();
                List<String> operations =
                    Rendered.each(rule.path("operations")).map(o -> o.asText()).toList();
                allow(rendered, Rendered.name(user), resource, operations.toArray(String[]::new));
              });
    }

    assertThat(rendered).isEqualTo(expected);
  }

  private static void allow(
      Map<String, Set<String>> rights, String user, String resource, String... operations) {
    for (String operation : operations) {
      rights.computeIfAbsent(user, any -> new TreeSet<>()).add(operation + " " + resource);
    }
  }

  @Test
  void scalingNeverAsksForMoreThanThereArePartitions() {
    for (ObjectNode scaled : production.ofKind("ScaledObject")) {
      int most = scaled.path("spec").path("maxReplicaCount").asInt();
      assertThat(scaled.path("spec").path("minReplicaCount").asInt()).isPositive();
      int partitions =
          Rendered.each(scaled.path("spec").path("triggers"))
              .map(trigger -> trigger.path("metadata"))
              .peek(
                  trigger ->
                      assertThat(trigger.path("consumerGroup").asText())
                          .isEqualTo(groupOf(trigger.path("topic").asText())))
              .mapToInt(trigger -> Topics.definition(trigger.path("topic").asText()).partitions())
              .max()
              .orElseThrow();
      assertThat(most).as("%s", scaled).isLessThanOrEqualTo(partitions);
    }
  }

  private static String groupOf(String topic) {
    return topic.endsWith(".inbox") ? "ao-" + topic.split("\\.")[1] : MESSENGERS;
  }
}
