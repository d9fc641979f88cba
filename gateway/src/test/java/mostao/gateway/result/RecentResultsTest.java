package mostao.gateway.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import mostao.ao.message.Result;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import org.junit.jupiter.api.Test;

class RecentResultsTest {
  private static final int BYTES = 100_000;

  private final RecentResults recent = new RecentResults(BYTES);

  @Test
  void whatWasPublishedIsFoundByProcessAndMessage() {
    recent.saw(new Waiters.Key("p", "m"), value("p", "m"));
    assertThat(recent.find(new Waiters.Key("p", "m")))
        .hasValueSatisfying(found -> assertThat(found.message()).isEqualTo("m"));
    assertThat(recent.find(new Waiters.Key("p", "other"))).isEmpty();
    assertThat(recent.find(new Waiters.Key("other", "m"))).isEmpty();
  }

  @Test
  void recordOfAnotherMessageThanItSaysIsNone() {
    recent.saw(new Waiters.Key("p", "m"), value("p", "other"));
    recent.saw(new Waiters.Key("p", "n"), value("q", "n"));
    recent.saw(new Waiters.Key("p", "o"), new byte[] {'?'});
    for (String message : List.of("m", "n", "o")) {
      assertThat(recent.find(new Waiters.Key("p", message))).isEmpty();
    }
  }

  @Test
  void takesNoMoreThanItMayAndForgetsTheOldest() {
    int many = 3 * BYTES / 256;
    int value = value("p", "m").length;
    for (int i = 0; i < many; i++) {
      recent.saw(new Waiters.Key("p", "m" + i), value("p", "m" + i));
    }
    int kept = 0;
    for (int i = 0; i < many; i++) {
      boolean there = recent.find(new Waiters.Key("p", "m" + i)).isPresent();
      assertThat(there || kept == 0).as("no older one is kept than message %d", i).isTrue();
      kept += there ? 1 : 0;
    }
    assertThat(kept).isBetween(BYTES / (value + 300), BYTES / value);
  }

  @Test
  void theSameAgainTakesItsPlaceOnce() {
    for (int i = 0; i < 3 * BYTES / 256; i++) {
      recent.saw(new Waiters.Key("p", "m"), value("p", "m"));
    }
    recent.saw(new Waiters.Key("p", "n"), value("p", "n"));
    assertThat(recent.find(new Waiters.Key("p", "m"))).isPresent();
    assertThat(recent.find(new Waiters.Key("p", "n"))).isPresent();
  }

  @Test
  void newestOfOneKeyCounts() {
    recent.saw(new Waiters.Key("p", "m"), new byte[] {'?'});
    recent.saw(new Waiters.Key("p", "m"), value("p", "m"));
    assertThat(recent.find(new Waiters.Key("p", "m"))).isPresent();
    for (int i = 0; i < BYTES / 4 / value("p", "n").length; i++) {
      recent.saw(new Waiters.Key("p", "n" + i), value("p", "n" + i));
    }
    recent.saw(new Waiters.Key("p", "m"), new byte[] {'?'});
    assertThat(recent.find(new Waiters.Key("p", "m"))).isEmpty();
    for (int i = 0; i < BYTES / 4 / value("p", "n").length; i++) {
      recent.saw(new Waiters.Key("p", "o" + i), value("p", "o" + i));
      assertThat(recent.find(new Waiters.Key("p", "m"))).isEmpty();
    }
  }

  @Test
  void keysOfOneHashAreTold() {
    for (String message : List.of("AaAa", "BBBB", "AaBB", "BBAa")) {
      assertThat(message.hashCode()).isEqualTo("AaAa".hashCode());
      recent.saw(new Waiters.Key("p", message), value("p", message));
    }
    for (String message : List.of("AaAa", "BBBB", "AaBB", "BBAa")) {
      assertThat(recent.find(new Waiters.Key("p", message)))
          .hasValueSatisfying(found -> assertThat(found.message()).isEqualTo(message));
    }
    recent.saw(new Waiters.Key("pp", "m"), value("pp", "m"));
    assertThat(recent.find(new Waiters.Key("p", "pm"))).isEmpty();
  }

  @Test
  void keepsNoneOfTheArraysItIsGiven() {
    byte[] value = value("p", "m");
    recent.saw(new Waiters.Key("p", "m"), value);
    Arrays.fill(value, (byte) 0);
    assertThat(recent.find(new Waiters.Key("p", "m"))).isPresent();
  }

  @Test
  void whatIsTooLargeIsNotKeptAndTakesNobodysPlace() {
    recent.saw(new Waiters.Key("p", "m"), value("p", "m"));
    for (int i = 0; i < 100; i++) {
      recent.saw(new Waiters.Key("p", "large"), new byte[BYTES / 16]);
      recent.saw(new Waiters.Key("p", "n"), value("p", "n"));
    }
    assertThat(recent.find(new Waiters.Key("p", "large"))).isEmpty();
    assertThat(recent.find(new Waiters.Key("p", "m"))).isPresent();
    RecentResults none = new RecentResults(0);
    none.saw(new Waiters.Key("p", "m"), value("p", "m"));
    assertThat(none.find(new Waiters.Key("p", "m"))).isEmpty();
  }

  @Test
  void manySmallOnesAreFoundAsWell() {
    for (int i = 0; i < BYTES; i++) {
      recent.saw(new Waiters.Key("", Integer.toString(i)), new byte[0]);
      assertThat(recent.find(new Waiters.Key("", "none" + i))).isEmpty();
    }
  }

  private static byte[] value(String process, String message) {
    return Wire.encode(
        new OutboxRecord(process, "module", message, "Action", 1, 2, message, 0, Result.nothing()));
  }
}
