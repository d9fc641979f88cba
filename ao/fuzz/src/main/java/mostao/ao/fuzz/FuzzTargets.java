package mostao.ao.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The fuzz targets of a module: classes with a static method {@code fuzzerTestOneInput(byte[])}
 * that throws when one of the target's invariants is broken.
 *
 * <p>Each target has a file {@code src/test/resources/fuzz/NAME.txt} of inputs, one a line in
 * base64url, out of those that together reach all that was ever reached. They are run in every
 * build. With {@code -Dmostao.fuzz.seconds=N} Jazzer looks for others, for so long for each target,
 * in a JVM of its own; {@code -Dmostao.fuzz.keep=true} then writes the file anew. {@code
 * target/fuzz} has what was found, Jazzer's logs and a report.
 */
public final class FuzzTargets {
  private static final int SECONDS = Integer.getInteger("mostao.fuzz.seconds", 0);
  private static final boolean KEEP = Boolean.getBoolean("mostao.fuzz.keep");

  /** Of what is kept: so that nobody has to think about the size of the repository. */
  private static final int MOST_INPUTS = 400;

  private static final int MOST_BYTES = 2048;
  private static final int SHOWN_LINES = 40;

  /** On a machine that is busy; targets count processor time. */
  private static final int LONGEST_SECONDS = 60;

  /** Whose branches guide the search. */
  private static final String INSTRUMENTED =
      "mostao.**:com.fasterxml.jackson.core.json.**:graphql.parser.**";

  private final Path module;
  private final Map<Class<?>, Supplier<List<byte[]>>> targets = new LinkedHashMap<>();

  private FuzzTargets(Path module) {
    this.module = module;
  }

  /**
   * @param module its folder below the root of the repository
   */
  public static FuzzTargets of(String module) {
    return new FuzzTargets(Path.of(System.getProperty("mostao.root"), module));
  }

  /**
   * @param seeds inputs to begin with, good ones
   */
  public FuzzTargets with(Class<?> target, Supplier<List<byte[]>> seeds) {
    targets.put(target, seeds);
    return this;
  }

  /** One test a target: its seeds, and every input that is kept for it. */
  public Stream<DynamicTest> kept() {
    return targets.entrySet().stream()
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.getKey().getSimpleName(), () -> run(one.getKey(), one.getValue().get())));
  }

  private void run(Class<?> target, List<byte[]> seeds) throws Throwable {
    List<byte[]> inputs = read(file(target));
    assertThat(inputs).as(file(target) + " holds what was found").isNotEmpty();
    assertThat(inputs).hasSizeLessThanOrEqualTo(MOST_INPUTS);
    List<byte[]> all = new ArrayList<>(seeds);
    all.addAll(inputs);
    for (byte[] input : all) {
      long begin = System.nanoTime();
      try {
        target.getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
      } catch (java.lang.reflect.InvocationTargetException broken) {
        throw new AssertionError("on " + shown(input), broken.getCause());
      }
      long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
      assertThat(seconds).as("seconds for " + shown(input)).isLessThan(LONGEST_SECONDS);
    }
  }

  /** One test a target: a search for what breaks it; none unless a time is set. */
  public Stream<DynamicTest> searched() {
    return SECONDS == 0
        ? Stream.empty()
        : targets.entrySet().stream()
            .map(
                one ->
                    DynamicTest.dynamicTest(
                        one.getKey().getSimpleName(),
                        () -> search(one.getKey(), one.getValue().get())));
  }

  private void search(Class<?> target, List<byte[]> seeds) throws Exception {
    Path work = module.resolve("target/fuzz").resolve(target.getSimpleName());
    delete(work);
    Path corpus = Files.createDirectories(work.resolve("corpus"));
    List<byte[]> inputs = new ArrayList<>(seeds);
    inputs.addAll(read(file(target)));
    for (int i = 0; i < inputs.size(); i++) {
      Files.write(corpus.resolve("given-" + i), inputs.get(i));
    }
    int code = jazzer(target, work, "-max_total_time=" + SECONDS, "-print_final_stats=1", "corpus");
    List<String> log = Files.readAllLines(work.resolve("log"));
    String end = String.join("\n", log.subList(Math.max(0, log.size() - SHOWN_LINES), log.size()));
    assertThat(code).as("what was found:\n" + end).isZero();
    if (KEEP) {
      Path merged = Files.createDirectories(work.resolve("merged"));
      assertThat(jazzer(target, work, "-merge=1", "merged", "corpus")).isZero();
      keep(target, merged);
    }
    report(target, log);
  }

  private void report(Class<?> target, List<String> log) throws IOException {
    String row =
        String.format(
            Locale.ROOT,
            "| `%s` | %d | %s | %s | %d | nothing |%n",
            target.getName(),
            SECONDS,
            last(log, Pattern.compile("number_of_executed_units: *([0-9]+)")),
            last(log, Pattern.compile(" cov: ([0-9]+)")),
            read(file(target)).size());
    Path report = module.resolve("target/fuzz/report.md");
    Files.writeString(report, row, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private static String last(List<String> log, Pattern number) {
    String found = "?";
    for (String line : log) {
      Matcher matcher = number.matcher(line);
      found = matcher.find() ? matcher.group(1) : found;
    }
    return found;
  }

  private static int jazzer(Class<?> target, Path work, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx600m", "-XX:+UseSerialGC", "-XX:-OmitStackTraceInFastThrow"));
    for (String name : List.of("mostao.root", "java.util.logging.manager")) {
      command.add("-D" + name + "=" + System.getProperty(name));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("com.code_intelligence.jazzer.Jazzer");
    command.add("--target_class=" + target.getName());
    command.add("--instrumentation_includes=" + INSTRUMENTED);
    command.add("--custom_hook_includes=" + INSTRUMENTED);
    command.add("--reproducer_path=" + work);
    // An input that hangs is a finding; the heap is what bounds memory.
    command.addAll(List.of("-timeout=" + LONGEST_SECONDS, "-rss_limit_mb=0"));
    command.addAll(List.of("-max_len=" + MOST_BYTES, "-artifact_prefix=" + work + "/"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(work.resolve("log").toFile())
            .start();
    try {
      boolean ended = process.waitFor(SECONDS + 300L, TimeUnit.SECONDS);
      assertThat(ended).as("Jazzer ends").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /** Small ones and large ones, each of which reaches something that no smaller one does. */
  private void keep(Class<?> target, Path merged) throws IOException {
    List<byte[]> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(merged)) {
      for (Path file : files.toList()) {
        found.add(Files.readAllBytes(file));
      }
    }
    found.sort(Comparator.comparingInt(input -> input.length));
    TreeSet<String> lines = new TreeSet<>();
    int most = Math.min(MOST_INPUTS, found.size());
    for (int i = 0; i < most; i++) {
      lines.add(shown(found.get((int) ((long) i * found.size() / most))));
    }
    lines.remove("");
    Files.createDirectories(file(target).getParent());
    Files.write(file(target), lines);
  }

  private Path file(Class<?> target) {
    return module.resolve("src/test/resources/fuzz").resolve(target.getSimpleName() + ".txt");
  }

  private static List<byte[]> read(Path file) {
    try {
      return Files.exists(file)
          ? Files.readAllLines(file).stream().map(Base64.getUrlDecoder()::decode).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String shown(byte[] input) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(input);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
