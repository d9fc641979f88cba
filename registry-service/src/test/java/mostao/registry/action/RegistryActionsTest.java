package mostao.registry.action;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistryActionsTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z-]+)` \\|");

  @Test
  void theReadmeListsEveryActionAndNoOther() throws IOException {
    Matcher rows = ROW.matcher(Files.readString(Path.of("README.md")));
    Set<String> listed = new TreeSet<>();
    while (rows.find()) {
      listed.add(rows.group(1));
    }
    Set<String> known = new TreeSet<>(RegistryActions.table().names());
    known.add("Info");
    assertThat(listed).isEqualTo(known);
  }

  @Test
  void everyActionHasConversations() throws IOException {
    try (Stream<Path> folders = Files.list(Path.of("src/test/resources/conversations"))) {
      Set<String> told =
          folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
      assertThat(told).containsAll(RegistryActions.table().names()).contains("Info");
    }
  }
}
