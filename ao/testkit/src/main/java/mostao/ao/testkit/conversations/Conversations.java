package mostao.ao.testkit.conversations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Rows;
import mostao.ao.testkit.memory.MemoryStore;
import mostao.ao.turn.Store;
import org.junit.jupiter.api.DynamicTest;

/**
 * Runs every {@code conversations/<Action>/<case>.yaml} on the class path against a table, in
 * memory or over a service's own store.
 */
public final class Conversations<V, C> {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private final ActionTable<V, C> table;
  private final Changes<C> changes;
  private final Supplier<Store<V, C>> store;

  private Conversations(ActionTable<V, C> table, Class<C> changeType, Supplier<Store<V, C>> store) {
    this.table = table;
    this.changes = new Changes<>(changeType);
    this.store = store;
  }

  /** In memory, each file on rows of its own. */
  public static <V, C> Conversations<V, C> of(
      ActionTable<V, C> table, Class<C> changeType, Supplier<Rows<V, C>> rows) {
    return new Conversations<>(table, changeType, () -> new MemoryStore<>(rows));
  }

  /** Over a store that all files share; each file has a process of its own. */
  public static <V, C> Conversations<V, C> of(
      ActionTable<V, C> table, Class<C> changeType, Store<V, C> shared) {
    return new Conversations<>(table, changeType, () -> shared);
  }

  /** One test per file, in the order of their paths. */
  public Stream<DynamicTest> run() {
    Path folder = folder();
    JsonNode defaults = read(folder.resolve("process.yaml"));
    List<Path> files = files(folder);
    if (files.isEmpty()) {
      throw new IllegalStateException("no conversations below " + folder);
    }
    return files.stream()
        .map(
            file -> {
              String name = folder.relativize(file).toString();
              return DynamicTest.dynamicTest(name, file.toUri(), () -> run(name, defaults, file));
            });
  }

  private void run(String name, JsonNode defaults, Path file) {
    JsonNode script = read(file);
    Known.keys(script, name, "title", "process", "open-reads", "limits", "given", "steps");
    ObjectNode process = defaults.deepCopy();
    JsonNode overrides = script.path("process");
    overrides
        .properties()
        .forEach(
            e -> {
              if (e.getKey().equals("tags")) {
                process.withObject("/tags").setAll((ObjectNode) e.getValue());
              } else {
                process.set(e.getKey(), e.getValue());
              }
            });
    new Play<>(name, table, changes, store.get(), process, script).play();
  }

  private static Path folder() {
    URL url = Thread.currentThread().getContextClassLoader().getResource("conversations");
    if (url == null) {
      throw new IllegalStateException("no folder 'conversations' among the test resources");
    }
    try {
      return Path.of(new URI(url.toString()));
    } catch (URISyntaxException notAPath) {
      throw new IllegalStateException(url + " is not a folder", notAPath);
    }
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(file -> file.toString().endsWith(".yaml"))
          .filter(file -> !file.getParent().equals(folder))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode read(Path file) {
    try {
      return YAML.readTree(Symbols.replace(Files.readString(file)));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": " + e.getMessage(), e);
    }
  }
}
