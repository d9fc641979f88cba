package mostao.ao.runtime.unit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OriginTest {
  private final Origin origin = new Origin("cluster", "topic");

  @Test
  void clusterAndTopicMakeAnOrigin() {
    assertThat(origin)
        .isEqualTo(new Origin("cluster", "topic"))
        .hasSameHashCodeAs(new Origin("cluster", "topic"))
        .hasToString("cluster/topic")
        .isNotEqualTo(new Origin("other", "topic"))
        .isNotEqualTo(new Origin("cluster", "other"))
        .isNotEqualTo(null);
  }
}
