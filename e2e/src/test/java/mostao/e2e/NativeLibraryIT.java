package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.LINUX;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mostao.local.stack.ServiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.extension.ExtendWith;

/** Without it a program would check signatures all the same, at half the speed. */
@ExtendWith(RunningSystem.class)
class NativeLibraryIT {
  @Test
  @EnabledOnOs(LINUX)
  void everyProgramHasMappedTheLibraryBesideIt() throws IOException {
    for (ServiceProcess program : RunningSystem.stack().services()) {
      Path mapped = Path.of("/proc", String.valueOf(program.pid()), "maps");
      assertThat(Files.readString(mapped))
          .as(program.name())
          .containsPattern("quarkus-app/native/libamazonCorrettoCryptoProvider\\.so");
    }
  }
}
