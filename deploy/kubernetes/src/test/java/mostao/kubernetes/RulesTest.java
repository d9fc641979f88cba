package mostao.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** The alerts of a cluster are those that promtool tests. */
class RulesTest {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  @Test
  void thePrometheusRuleIsTheRuleFile() throws IOException {
    assertThat(
            YAML.readTree(
                    Rendered.DEPLOY.resolve("kubernetes/components/monitoring/rules.yaml").toFile())
                .path("spec"))
        .as("deploy/kubernetes/rules makes the one of the other")
        .isEqualTo(YAML.readTree(Rendered.DEPLOY.resolve("alerts/mostao.yml").toFile()));
  }

  @Test
  void itIsRenderedWithTheMonitors() {
    assertThat(Rendered.overlay("production").ofKind("PrometheusRule")).hasSize(1);
    assertThat(Rendered.overlay("dev").ofKind("PrometheusRule", "PodMonitor")).isEmpty();
  }
}
