package mostao.ao.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultSizeTest {
  private static Result saying(String data, Tags tags) {
    return Result.of(List.of(new Result.Outgoing("target", data, "1", tags)), List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "\"", "\\", "\n", "\u0000", "\u007f", "é", "語", "😀"})
  void a_result_within_the_limit_is_within_it_as_json(String unit) {
    Result result = saying(unit.repeat(10_000), Tags.of("Name", unit.repeat(3_000)));
    int json = Wire.encodeResult(result).getBytes(StandardCharsets.UTF_8).length;

    assertThat(ResultSize.fault(result, json - 200)).isPresent();
    assertThat(ResultSize.fault(result, 7 * (json + 1_000L))).isEmpty();
  }

  @Test
  void what_is_too_large_says_how_large_and_what_is_allowed() {
    assertThat(ResultSize.fault(saying("x".repeat(1_000), Tags.none()), 1_000).orElseThrow())
        .contains("bytes: at most 1000 are kept");
  }

  @Test
  void many_small_messages_weigh_too() {
    Result.Outgoing empty = new Result.Outgoing("", "", "", Tags.none());
    Result result = Result.of(Collections.nCopies(1_000, empty), List.of());

    assertThat(ResultSize.fault(result, Wire.encodeResult(result).length())).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83d", "a\ud83d", "\ude00", "\ud83d\ud83d\ude00", "\ude00\ud83d"})
  void half_a_surrogate_pair_is_found_in_data_and_tags(String half) {
    assertThat(ResultSize.fault(saying(half, Tags.none()), 10_000)).isPresent();
    assertThat(ResultSize.fault(saying("", Tags.of("Name", half)), 10_000)).isPresent();
    assertThat(ResultSize.fault(saying("", Tags.of(half, "value")), 10_000)).isPresent();
  }

  @Test
  void a_whole_pair_is_fine() {
    assertThat(ResultSize.fault(saying("😀", Tags.of("😀", "😀")), 10_000))
        .isEqualTo(Optional.empty());
  }
}
