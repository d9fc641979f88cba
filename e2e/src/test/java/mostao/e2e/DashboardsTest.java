package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The dashboards as files; {@code WatchingIT} compares them with the running programs. */
class DashboardsTest {
  @Test
  void eachCanBeImportedBesideTheOthersAndHasNothingOfOneInstallation() throws IOException {
    Set<String> uids = new HashSet<>();
    for (Path file : Dashboards.files()) {
      JsonNode dashboard = new ObjectMapper().readTree(file.toFile());
      String name = file.getFileName().toString();
      assertThat(dashboard.path("title").asText()).as(name).startsWith("MostAO");
      assertThat(uids.add(dashboard.path("uid").asText())).as(name).isTrue();
      assertThat(dashboard.has("id")).as(name).isFalse();
      Set<Integer> panels = new HashSet<>();
      for (JsonNode panel : dashboard.path("panels")) {
        String where = name + ", " + panel.path("title").asText();
        assertThat(panel.path("title").asText()).as(where).isNotBlank();
        assertThat(panels.add(panel.path("id").asInt())).as(where).isTrue();
        assertThat(panel.at("/datasource/uid").asText()).as(where).isEqualTo("${datasource}");
        assertThat(panel.at("/fieldConfig/defaults/unit").asText()).as(where).isNotBlank();
        assertThat(panel.path("targets")).as(where).isNotEmpty();
        for (JsonNode target : panel.path("targets")) {
          assertThat(Promql.of(target.path("expr").asText()).metrics()).as(where).isNotEmpty();
        }
      }
      assertThat(panels).as(name).isNotEmpty();
    }
    assertThat(uids)
        .containsExactlyInAnyOrder("mostao-system", "mostao-process-kind", "mostao-behind");
  }
}
