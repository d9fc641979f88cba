package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import mostao.e2e.Promql.Selector;
import org.junit.jupiter.api.Test;

class PromqlTest {
  @Test
  void metricsAndLabelsAreFoundAndFunctionsAndWordsAreNot() {
    Promql found =
        Promql.of(
            "sum by (reason, le) (increase(a_total{kind=\"x y\", m=~\"$module\"}[10m]) > 0"
                + " or (b:c unless b:c offset 10m)) * on(pod) group_left() d > 0.9 and max(e) > 1e3");
    assertThat(found.metrics())
        .containsExactly(
            new Selector("a_total", Set.of("kind", "m"), Map.of("kind", "x y")),
            new Selector("b:c", Set.of(), Map.of()),
            new Selector("b:c", Set.of(), Map.of()),
            new Selector("d", Set.of(), Map.of()),
            new Selector("e", Set.of(), Map.of()));
    assertThat(found.labels()).containsExactlyInAnyOrder("reason", "le", "pod");
  }

  @Test
  void aDashboardsVariableIsReadToo() {
    Promql found = Promql.of("label_values(a_total{x=\"1\"}, module)");
    assertThat(found.metrics()).extracting(Selector::metric).containsExactly("a_total");
    assertThat(found.labels()).containsExactly("module");
  }
}
