package mostao.messenger.push;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mostao.ao.testkit.infra.Infra;
import mostao.messenger.authority.TestAuthority;

/** A real broker with every topic, and a key file that the messenger makes itself. */
public final class MessengerStack implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory(Files.createDirectories(Path.of("target")), "keys-");
      return Map.of(
          "kafka.bootstrap.servers",
          Infra.bootstrapServers(),
          "mostao.authority.key-file",
          folder.resolve("authority.json").toString(),
          "mostao.scheduler.address",
          TestAuthority.SCHEDULER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    // The broker ends with the JVM.
  }
}
