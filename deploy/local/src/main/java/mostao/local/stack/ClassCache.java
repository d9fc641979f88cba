package mostao.local.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a JVM keeps of a program's classes from one run for the next: they are read, linked and
 * partly compiled ahead of time. It holds for exactly one build of the JDK and of the program; the
 * JVM checks both, and goes on without it where they differ.
 *
 * @param file beside the program, named after the JDK
 * @param jdk the JDK that runs the program
 */
record ClassCache(Path file, Runtime.Version jdk) {
  /** The first JDK that records a cache in one run. */
  private static final int FIRST = 25;

  /**
   * Machine code of the adapters between compiled and interpreted methods is left out. JDK 25
   * before 25.0.5 runs it on processors that lack its instructions, and dies (JDK-8388703); and at
   * each start it warns of some that it finds under another's name.
   */
  private static final List<String> NO_MACHINE_CODE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching");

  /**
   * What was not compiled in the run that made the cache is compiled as without one. JDK 25 has
   * such methods wait a hundred times and more as long, half-compiled, for a run that may be of
   * days. The images have the same options.
   */
  static final List<String> COMPILE_THE_REST =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:Tier0ProfileDelayFactor=1",
          "-XX:Tier2ProfileDelayFactor=1");

  /**
   * A cache is mapped where it was made for. JDK 25 moves it to a random address at each start, for
   * which it reads and changes all of it; that hinders who has found a way to write to a JVM's
   * memory, so the images leave it as it is.
   */
  static final List<String> AT_ITS_PLACE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  /**
   * @param program the folder of its jar
   * @param jdk the JDK that runs it
   */
  static ClassCache of(Path program, Runtime.Version jdk) {
    return new ClassCache(program.resolve("aot").resolve(jdk + ".aot"), jdk);
  }

  /**
   * Of the broker, which is run from the launcher's jar; none where that is not alone on the class
   * path, as in tests.
   */
  static Optional<ClassCache> ofBroker(String classPath, Runtime.Version jdk) {
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
        ? Optional.of(of(Path.of(classPath).toAbsolutePath().getParent(), jdk))
        : Optional.empty();
  }

  static boolean possible(Runtime.Version jdk) {
    return jdk.feature() >= FIRST;
  }

  List<String> options(boolean training) {
    return training ? make() : use();
  }

  /** Options that use the cache; none when it was never made. */
  List<String> use() {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    List<String> options = new ArrayList<>(List.of("-XX:AOTCache=" + file));
    // A JVM that lacks such an option does not start.
    if (jdk.feature() == FIRST) {
      options.addAll(COMPILE_THE_REST);
      options.addAll(AT_ITS_PLACE);
    }
    return options;
  }

  /** Options that make the cache when the program ends in order. */
  List<String> make() {
    try {
      Files.createDirectories(file.getParent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> options = new ArrayList<>(NO_MACHINE_CODE);
    options.add("-XX:AOTCacheOutput=" + file);
    return options;
  }
}
