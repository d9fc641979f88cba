package mostao.client.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import mostao.ao.process.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StateFolderTest {
  @TempDir private Path folder;

  @Test
  void nobodyElseReadsWhatIsInIt() throws Exception {
    Trust trust = Trust.open(folder.resolve("state"));

    assertThat(Files.getPosixFilePermissions(folder.resolve("state")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(Files.getPosixFilePermissions(folder.resolve("state/device.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Trust.open(folder.resolve("state")).device().device())
        .isEqualTo(trust.device().device());
    String kept = Json.write(trust.device().toJson());
    assertThat(trust.device().toString())
        .doesNotContain(Json.parse(kept).orElseThrow().path("sign").asText());
  }

  @Test
  void aFileThatWasCutOffIsNotTakenForNone() throws Exception {
    StateFolder state = StateFolder.open(folder.resolve("state"));
    state.write("pins.json", Json.object().put("a", 1));
    assertThat(state.read("pins.json")).contains(Json.object().put("a", 1));
    Files.writeString(folder.resolve("state/pins.json"), "{\"a\":");

    assertThatThrownBy(() -> state.read("pins.json")).hasMessageContaining("not readable JSON");
    assertThat(state.read("none.json")).isEmpty();
  }

  @Test
  void aFileThatIsMuchTooLargeIsNotRead() throws Exception {
    StateFolder state = StateFolder.open(folder.resolve("state"));
    Files.writeString(
        folder.resolve("state/pins.json"), "{\"a\":\"" + "x".repeat(8 * 1024 * 1024) + "\"}");

    assertThatThrownBy(() -> state.read("pins.json")).hasMessageContaining("not readable JSON");
  }

  @Test
  void whoHoldsALockIsAlone() throws Exception {
    StateFolder state = StateFolder.open(folder.resolve("state"));
    CompletableFuture<Integer> other = new CompletableFuture<>();
    state.exclusively(
        "x",
        () -> {
          state.write("x", Json.object().put("n", 1));
          new Thread(
                  () -> {
                    try {
                      other.complete(
                          state.exclusively(
                              "x", () -> state.read("x").orElseThrow().path("n").asInt()));
                    } catch (Exception failed) {
                      other.completeExceptionally(failed);
                    }
                  })
              .start();
          // The same thread comes in again.
          return state.exclusively(
              "x",
              () -> {
                assertThat(other.isDone()).isFalse();
                state.write("x", Json.object().put("n", 2));
                return true;
              });
        });

    assertThat(other.get(30, TimeUnit.SECONDS)).isEqualTo(2);
  }
}
