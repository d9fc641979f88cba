package mostao.local.stack;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import mostao.local.os.Programs;

/**
 * One service process.
 *
 * @param name its name in messages, files and URLs
 * @param portOffset its HTTP port, counted from the first port of the stack
 * @param role what it does
 * @param schema the database schema it owns; empty: it has no database
 * @param options options for its JVM
 * @param program what its JVM runs: {@code -jar FILE}, or a class path and a main class
 * @param settings configuration properties, over those the launcher gives
 */
public record ServiceSpec(
    String name,
    int portOffset,
    Role role,
    Optional<String> schema,
    List<String> options,
    List<String> program,
    Map<String, String> settings) {

  /**
   * Small services on a small machine: one thread collects a heap of at most 192 MB. Its young
   * generation is not small at first: what a batch needs would outlive it, and fill the old one.
   */
  private static final List<String> SMALL_JVM =
      Stream.concat(
              Stream.of(
                  "-Xmx192m",
                  "-Xms96m",
                  "-XX:NewSize=48m",
                  "-XX:+UseSerialGC",
                  "-XX:+ExitOnOutOfMemoryError"),
              Programs.INLINE_LESS.stream())
          .toList();

  /**
   * A gateway's directory of as many processes as it may have by default fills half of what a
   * service keeps for long; the rest is for Results and streams. A JVM takes the last of two sizes.
   */
  private static final List<String> ROOM_FOR_A_DIRECTORY =
      List.of("-Xmx256m", "-XX:MaxNewSize=64m");

  static final String EXTERNAL_LIBRARY =
      "-Dcom.amazon.corretto.crypto.provider.useExternalLib=true";

  /** Copies the collections. */
  public ServiceSpec {
    options = List.copyOf(options);
    program = List.copyOf(program);
    settings = Map.copyOf(settings);
  }

  /** Its port for health and metrics, which only of a gateway is another than that of its HTTP. */
  int operatorOffset() {
    return role == Role.GATEWAY ? portOffset + StackSettings.MANAGEMENT : portOffset;
  }

  /** A packaged service of this repository. */
  static ServiceSpec packaged(
      Path root, String name, int portOffset, Role role, Optional<String> schema, String module) {
    return packaged(
        name, portOffset, role, schema, root.resolve(module).resolve("target/quarkus-app"));
  }

  private static ServiceSpec packaged(
      String name, int portOffset, Role role, Optional<String> schema, Path folder) {
    Path jar = folder.resolve("quarkus-run.jar");
    List<String> options = new ArrayList<>(SMALL_JVM);
    if (role == Role.GATEWAY) {
      options.addAll(ROOM_FOR_A_DIRECTORY);
    }
    return new ServiceSpec(
        name, portOffset, role, schema, options, List.of("-jar", jar.toString()), Map.of());
  }

  /** The same service from another folder with the packaged program. */
  public ServiceSpec from(Path folder) {
    return packaged(name, portOffset, role, schema, folder);
  }

  /** Where its jar is; empty for a service that is started by a class. */
  Optional<Path> jar() {
    int option = program.indexOf("-jar");
    return option < 0 ? Optional.empty() : Optional.of(Path.of(program.get(option + 1)));
  }

  /**
   * Options with which the program takes the library that is beside it, instead of checking,
   * unpacking and writing the one in its jar at every start. The images have the same options.
   */
  List<String> nativeLibrary() {
    return jar()
        .map(jar -> jar.resolveSibling("native"))
        .filter(Files::isDirectory)
        .map(folder -> List.of("-Djava.library.path=" + folder, EXTERNAL_LIBRARY))
        .orElse(List.of());
  }

  /** The same with one configuration property more. */
  public ServiceSpec with(String setting, String value) {
    Map<String, String> more = new TreeMap<>(settings);
    more.put(setting, value);
    return new ServiceSpec(name, portOffset, role, schema, options, program, more);
  }

  /** The same program under another name and on another port. */
  ServiceSpec on(String otherName, int otherPortOffset) {
    return new ServiceSpec(otherName, otherPortOffset, role, schema, options, program, settings);
  }
}
