package mostao.ao.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownSettingsTest {
  private final KnownSettings names =
      new KnownSettings().in("mostao.intake", Intake.class).and("mostao.reads");

  /** Settings like a program's. */
  interface Intake {
    int itemBytes();

    Optional<Duration> mostWait();

    Group queue();

    default int sum() {
      return itemBytes();
    }

    /** A group. */
    interface Group {
      int most();
    }
  }

  @Test
  void theyAreReadFromTheInterfaces() {
    assertThat(names.all())
        .containsExactlyInAnyOrder(
            "mostao.intake.item-bytes",
            "mostao.intake.most-wait",
            "mostao.intake.queue.most",
            "mostao.reads");
  }

  @ParameterizedTest
  @CsvSource({
    "mostao.intake.item-byte, mostao.intake.item-bytes",
    "mostao.intake.itemBytes, mostao.intake.item-bytes",
    "mostao.read, mostao.reads",
    "mostao.intake.que.most, mostao.intake.queue.most"
  })
  void anUnknownOneIsNamedWithTheNearest(String given, String nearest) {
    assertThatThrownBy(() -> names.check(List.of(given), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(given + " is unknown")
        .hasMessageContaining("did you mean " + nearest);
  }

  @Test
  void anUnknownVariableIsNamedAsItWasGiven() {
    assertThatThrownBy(() -> names.check(List.of(), Map.of("MOSTAO_INTAKE_ITEM_BYTE", "1")))
        .hasMessageContaining("MOSTAO_INTAKE_ITEM_BYTE is unknown")
        .hasMessageContaining("mostao.intake.item-bytes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mostao.intake.item-bytes",
        "quarkus.http.port",
        "mostao.root",
        "mostao.terminal",
        "mostao.test.infra",
        "mostao.fuzz.requests",
        "mostao.seed",
        "mostao.simulation.seed"
      })
  void whatIsKnownOrNotOursIsLeft(String given) {
    names.check(List.of(given), Map.of());
  }

  @Test
  void variablesAreKnownByTheirOwnSpelling() {
    names.check(
        // As a framework may list a variable, too.
        List.of("mostao.intake.item.bytes", "MOSTAO_INTAKE_ITEM_BYTES"),
        Map.of(
            "MOSTAO_INTAKE_ITEM_BYTES",
            "1",
            "MOSTAO_GATEWAY_SERVICE_HOST",
            "10.0.0.1",
            "MOSTAO_GATEWAY_PORT_8080_TCP_ADDR",
            "10.0.0.1",
            "MOSTAO_GATEWAY_PORT",
            "tcp://10.0.0.1:8080"));
  }
}
