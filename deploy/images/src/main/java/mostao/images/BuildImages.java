package mostao.images;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the images that are named and prints the path of each tar, one a line.
 *
 * <p>Arguments: {@code --root DIR --base FILE --out DIR [--java DIR] [--version V] [--revision R]
 * [--created INSTANT] NAME...}
 */
final class BuildImages {
  private static final String FOLDER = "deploy/images/";

  private BuildImages() {}

  public static void main(String[] arguments) throws InterruptedException {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(arguments, out, err));
  }

  static int run(String[] arguments, PrintWriter out, PrintWriter err) throws InterruptedException {
    Map<String, String> options = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].startsWith("--") && i + 1 < arguments.length) {
        options.put(arguments[i].substring(2), arguments[++i]);
      } else {
        names.add(arguments[i]);
      }
    }
    for (String required : List.of("root", "base", "out")) {
      if (!options.containsKey(required)) {
        err.println("images: --" + required + " is missing");
        return 2;
      }
    }
    try {
      build(options, names, out);
      return 0;
    } catch (IOException | IllegalArgumentException failure) {
      err.println("images: " + failure.getMessage());
      return 1;
    }
  }

  private static void build(Map<String, String> options, List<String> names, PrintWriter out)
      throws IOException, InterruptedException {
    Path root = Path.of(options.get("root")).toAbsolutePath().normalize();
    Path folder = Path.of(options.get("out")).toAbsolutePath().normalize();
    Files.createDirectories(folder);
    String version = options.getOrDefault("version", "0.1.0");
    ImageTar tars =
        new ImageTar(
            root,
            BaseArchive.of(Path.of(options.get("base")), folder),
            Optional.ofNullable(options.get("java")).map(Path::of),
            folder.resolve("cache"),
            Instant.parse(options.getOrDefault("created", "1970-01-01T00:00:01Z")));
    for (String name : names) {
      Path own = root.resolve(FOLDER + "Containerfile." + name);
      Path file = Files.exists(own) ? own : root.resolve(FOLDER + "Containerfile");
      Containerfile instructions =
          Containerfile.read(
              file,
              Map.of(
                  "PROGRAM", name,
                  "VERSION", version,
                  "REVISION", options.getOrDefault("revision", "unknown")));
      out.println(
          tars.write(
              instructions, "mostao/" + name + ":" + version, folder.resolve(name + ".tar")));
    }
  }
}
