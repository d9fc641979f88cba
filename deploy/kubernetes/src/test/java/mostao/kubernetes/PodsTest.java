package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every pod must be, and who has which secret. */
class PodsTest {
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void podsAreOfTheRestrictedProfileAndCannotWriteTheirRoot(String overlay) {
    for (Pod pod : Rendered.overlay(overlay).pods()) {
      JsonNode security = pod.spec().path("securityContext");
      assertThat(security.path("runAsNonRoot").asBoolean()).as(pod.name()).isTrue();
      assertThat(security.path("runAsUser").asInt()).as(pod.name()).isPositive();
      assertThat(security.at("/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
      assertThat(pod.spec().path("automountServiceAccountToken").asText("absent"))
          .as("%s has no token", pod)
          .isEqualTo("false");
      assertThat(pod.spec().path("enableServiceLinks").asText("absent"))
          .as("%s: variables of Services would be Kafka settings", pod)
          .isEqualTo("false");
      pod.containers()
          .forEach(
              container -> {
                JsonNode own = container.path("securityContext");
                assertThat(own.path("allowPrivilegeEscalation").asText("absent"))
                    .isEqualTo("false");
                assertThat(own.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(own.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                JsonNode resources = container.path("resources");
                assertThat(resources.at("/limits/memory").asText()).as(pod.name()).isNotEmpty();
                assertThat(resources.at("/requests/memory").asText()).isNotEmpty();
                assertThat(resources.at("/requests/cpu").asText()).isNotEmpty();
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void programsAreProbedBudgetedAndEndInTheirOwnTime(String overlay) {
    Rendered rendered = Rendered.overlay(overlay);
    for (Pod pod : rendered.pods()) {
      if (!Rendered.kind(pod.workload()).equals("Deployment")) {
        continue;
      }
      JsonNode container = pod.spec().path("containers").get(0);
      for (String probe : new String[] {"startup", "readiness", "liveness"}) {
        assertThat(container.path(probe + "Probe").at("/httpGet/path").asText())
            .as("%s of %s", probe, pod)
            .startsWith("/q/health/");
      }
      int grace = pod.spec().path("terminationGracePeriodSeconds").asInt();
      int pause = container.at("/lifecycle/preStop/sleep/seconds").asInt();
      assertThat(grace - pause).as("time to end of %s", pod).isGreaterThanOrEqualTo(45);
      assertThat(rendered.one("PodDisruptionBudget", pod.name()).at("/spec/maxUnavailable").asInt())
          .isEqualTo(1);
      assertThat(pod.spec().path("topologySpreadConstraints")).isNotEmpty();
    }
  }

  /** Off is the default (deploy/SETTINGS.md), and nothing here asks for it. */
  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void noGatewayServesTheExplorer(String overlay) {
    for (Pod pod : Rendered.overlay(overlay).pods()) {
      assertThat(pod.spec().toString()).as(pod.name()).doesNotContain("MOSTAO_EXPLORER");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void everySecretIsGivenToThoseWhoNeedIt(String overlay) {
    Map<String, Set<String>> holders = new TreeMap<>();
    for (Pod pod : Rendered.overlay(overlay).pods()) {
      for (String secret : pod.secrets()) {
        holders.computeIfAbsent(secret, any -> new TreeSet<>()).add(pod.name());
      }
    }

    assertThat(holders.get("authority")).containsExactly("messenger");
    assertThat(holders.get("scheduler")).containsExactly("gateway");
    assertThat(holders.get("access")).containsExactly("gateway");
    for (String unit : new String[] {"registry", "handle", "session"}) {
      Set<String> expected = new TreeSet<>(Set.of(unit + "-service", "migrate-" + unit));
      if (overlay.equals("dev")) {
        expected.add("database");
      } else {
        assertThat(holders.get(unit + "-service")).containsExactly(unit + "-service");
      }
      assertThat(holders.get("database-" + unit)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void nothingIsLeftToBeSet(String overlay) {
    assertThat(Rendered.overlay(overlay).objects().toString()).doesNotContain("set-by-");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev", "production"})
  void onlyAJobChangesASchema(String overlay) {
    for (Pod pod : Rendered.overlay(overlay).pods()) {
      if (!pod.labels().containsKey("mostao/database")) {
        continue;
      }
      boolean job = Rendered.kind(pod.workload()).equals("Job");
      Map<String, String> environment = pod.environment(pod.spec().path("containers").get(0));
      assertThat(environment.get("QUARKUS_FLYWAY_MIGRATE_AT_START"))
          .as(pod.name())
          .isEqualTo(String.valueOf(job));
      assertThat(environment.getOrDefault("QUARKUS_INIT_AND_EXIT", "false"))
          .isEqualTo(String.valueOf(job));
    }
  }
}
