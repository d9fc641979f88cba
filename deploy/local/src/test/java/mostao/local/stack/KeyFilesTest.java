package mostao.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
  @TempDir private Path folder;

  @Test
  void keysOfAnOlderDataDirectoryMoveToTheirPrograms() throws IOException {
    Files.writeString(folder.resolve("authority.json"), "authority");
    Files.writeString(folder.resolve("access.key"), "access");
    KeyFiles keys = new KeyFiles(folder);
    keys.prepare();
    keys.prepare();
    assertThat(keys.authority()).hasContent("authority");
    assertThat(keys.access()).hasContent("access");
    assertThat(folder.resolve("authority.json")).doesNotExist();
    assertThat(folder.resolve("access.key")).doesNotExist();
  }

  @Test
  void aKeyThatHasMovedIsNeverOverwritten() throws IOException {
    KeyFiles keys = new KeyFiles(folder);
    keys.prepare();
    Files.writeString(keys.authority(), "moved");
    Files.writeString(folder.resolve("authority.json"), "left behind");
    keys.prepare();
    assertThat(keys.authority()).hasContent("moved");
    assertThat(folder.resolve("authority.json")).hasContent("left behind");
  }

  @Test
  void theSchedulerKeepsItsKey() {
    KeyFiles keys = new KeyFiles(folder);
    keys.prepare();
    assertThat(keys.schedulerAddress()).hasSize(43).isEqualTo(keys.schedulerAddress());
  }
}
