package mostao.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files as the gateway gets them: the page's own, and those of Lit beside them. */
class ExplorerFilesTest {
  private static final Path PAGE = Path.of("target/classes/explorer");
  private static final Pattern IMPORT =
      Pattern.compile("(?:from|import)\\s*[\"']([^\"']+)[\"']", Pattern.MULTILINE);
  private static final Pattern MAPPED = Pattern.compile("\"([^\"]+)\": \"\\./([^\"]+)\"");

  private static List<Path> files(String end) throws IOException {
    try (Stream<Path> all = Files.walk(PAGE)) {
      return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  private static List<Path> own(String end) throws IOException {
    return files(end).stream().filter(file -> !file.startsWith(PAGE.resolve("lib"))).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "createContextualFragment",
        "setHTML",
        "javascript:",
        "unsafeHTML",
        "unsafeSVG",
        "unsafe-",
        "document.write",
        "eval(",
        "new Function",
        "DOMParser",
        "srcdoc",
        "style=",
        "localStorage",
        "document.cookie"
      })
  void nothingOfAnybodysDataIsEverMarkupOrKept(String forbidden) throws IOException {
    assertThat(own(".js")).hasSizeGreaterThan(8);
    for (Path file : own(".js")) {
      // A property of the element, which is no markup.
      String text = Files.readString(file).replace(".style=", "");
      assertThat(text).as(file.toString()).doesNotContain(forbidden);
    }
  }

  @Test
  void noFileNamesAnotherOrigin() throws IOException {
    for (String end : List.of(".js", ".html", ".css")) {
      for (Path file : own(end)) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern("https?://");
      }
    }
  }

  @Test
  void everyImportLeadsToAFile() throws IOException {
    Map<String, String> map = new TreeMap<>();
    MAPPED
        .matcher(Files.readString(PAGE.resolve("index.html")))
        .results()
        .forEach(entry -> map.put(entry.group(1), entry.group(2)));
    assertThat(map).containsKey("lit");
    for (Path file : files(".js")) {
      for (String name :
          IMPORT.matcher(Files.readString(file)).results().map(found -> found.group(1)).toList()) {
        assertThat(target(map, file, name)).as("%s in %s", name, file).isRegularFile();
      }
    }
  }

  private static Path target(Map<String, String> map, Path file, String name) {
    if (name.startsWith(".")) {
      return file.resolveSibling(name).normalize();
    }
    if (map.containsKey(name)) {
      return PAGE.resolve(map.get(name));
    }
    int slash = name.startsWith("@") ? name.indexOf('/', name.indexOf('/') + 1) : name.indexOf('/');
    assertThat(slash).as(name + " is not in the import map").isPositive();
    return PAGE.resolve(map.get(name.substring(0, slash + 1))).resolve(name.substring(slash + 1));
  }

  /** Or a browser would find them one after another. */
  @Test
  void thePageNamesAllOfItsModules() throws IOException {
    String page = Files.readString(PAGE.resolve("index.html"));
    for (Path file : own(".js")) {
      assertThat(page).contains("=\"" + file.getFileName() + "\"");
    }
  }

  @Test
  void whatCouldMakeMarkupOfTextIsNotEvenThere() throws IOException {
    assertThat(files(".js"))
        .map(Path::toString)
        .anyMatch(file -> file.endsWith("lib/lit-html/lit-html.js"))
        .noneMatch(file -> file.contains("unsafe-"));
  }
}
