package mostao.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

class IdArgumentsTest {
  private static final String PLAIN = "AbeiV6dcb1TTRZtWOzQrcNmYX9yPzRWRLGJkRFLkR0E";
  private static final String REST = PLAIN.substring(2);

  private static ParseResult parsed(String... words) {
    return Mostao.commandLine().parseArgs(words).subcommand();
  }

  /** Among them what begins like an option: -h, -V and --. */
  @ParameterizedTest
  @ValueSource(strings = {"-A", "-h", "-V", "--", "-_", "-1"})
  void anIdMayBeginWithAHyphen(String begin) {
    String id = begin + REST;
    assertThat(parsed("trace", id, "--back", "1h").<String>matchedPositionalValue(0, ""))
        .isEqualTo(id);
    ParseResult nonce = parsed("trace", "--back", "1h", id + "@7");
    assertThat(nonce.<String>matchedPositionalValue(0, "")).isEqualTo(id + "@7");
    assertThat(parsed("stream", "--count", "1", id, "--json").<String>matchedPositionalValue(0, ""))
        .isEqualTo(id);
    ParseResult export = parsed("export", id, "--wallet", "w.json", "--out", "o");
    assertThat(export.<String>matchedPositionalValue(0, "")).isEqualTo(id);
    assertThat(export.hasMatchedOption("--out")).isTrue();

    ParseResult tail = parsed("tail", id, "--sender", id, PLAIN, "--", "ao.handle.inbox");
    assertThat(tail.matchedOptionValue("--sender", Set.of())).isEqualTo(Set.of(id));
    assertThat(tail.<List<String>>matchedPositionalValue(0, List.of()))
        .containsExactly(PLAIN, id, "ao.handle.inbox");
    ParseResult verify = parsed("verify-export", "f", "--session", id);
    assertThat(verify.matchedOptionValue("--session", Optional.empty())).isEqualTo(Optional.of(id));
  }

  @Test
  void whatIsNoIdIsAnOption() {
    assertThatThrownBy(() -> parsed("tail", "--actoin", "Info"))
        .isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> parsed("trace", "-" + PLAIN)).isInstanceOf(ParameterException.class);
    assertThat(parsed("trace", "-h").isUsageHelpRequested()).isTrue();
    assertThat(parsed("dlq", "list").subcommand()).isNotNull();
  }
}
