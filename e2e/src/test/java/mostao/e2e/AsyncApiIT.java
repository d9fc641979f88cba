package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The document of topics by AsyncAPI's own parser and its rules. */
@ExtendWith(RunningSystem.class)
class AsyncApiIT {
  @Test
  void theParserHasNothingToSay() throws Exception {
    Node.install();
    assertThat(Node.run(Map.of(), "node", "asyncapi.mjs", AsyncApi.FILE.toString()))
        .isEqualToIgnoringNewLines("channels: 11");
  }
}
