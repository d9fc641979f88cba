package mostao.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.io.TempDir;

class ClassCacheTest {
  private static final Runtime.Version JDK = Runtime.Version.parse("25.0.3+9");

  @TempDir Path folder;

  @Test
  void it_is_used_once_it_was_made_and_by_the_same_jdk_alone() throws IOException {
    ClassCache cache = ClassCache.of(folder, JDK);
    assertThat(cache.use()).isEmpty();
    Path made = made(cache);
    assertThat(made).startsWithRaw(folder);
    Files.writeString(made, "classes");
    assertThat(cache.use())
        .startsWith("-XX:AOTCache=" + made)
        .containsAll(ClassCache.COMPILE_THE_REST)
        .endsWith(ClassCache.AT_ITS_PLACE.toArray(String[]::new))
        .hasSize(1 + ClassCache.COMPILE_THE_REST.size() + ClassCache.AT_ITS_PLACE.size());
    assertThat(ClassCache.of(folder, Runtime.Version.parse("25.0.4+1")).use()).isEmpty();
  }

  private static Path made(ClassCache cache) {
    return cache.make().stream()
        .filter(option -> option.startsWith("-XX:AOTCacheOutput="))
        .map(option -> Path.of(option.substring(option.indexOf('=') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void no_machine_code_is_kept_which_another_processor_might_not_know() {
    assertThat(ClassCache.of(folder, JDK).make())
        .containsSubsequence("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching");
  }

  @Test
  @EnabledForJreRange(minVersion = 25)
  void a_cache_that_was_made_has_none() throws Exception {
    ClassCache cache = ClassCache.of(folder, Runtime.version());
    run(cache.make());
    assertThat(made(cache)).isNotEmptyFile();
    List<String> told = new ArrayList<>(cache.use());
    told.add("-Xlog:aot*=warning,aot+codecache+init=info");
    assertThat(run(told)).contains("AOT Code Cache is empty").doesNotContain("[warning]");
  }

  @Test
  @EnabledForJreRange(minVersion = 25)
  void a_cache_is_mapped_where_it_was_made_for() throws Exception {
    ClassCache cache = ClassCache.of(folder, Runtime.version());
    run(cache.make());
    List<String> told = new ArrayList<>(cache.use());
    told.add("-Xlog:aot=info");
    assertThat(run(told)).contains("ArchiveRelocationMode: 0").contains("Using AOT-linked classes");
  }

  @Test
  void a_jvm_takes_the_directives_about_what_runs_at_a_start_alone() throws Exception {
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("config"));
    StartOnly.write(data);
    List<String> told = new ArrayList<>(StartOnly.options(data));
    told.add("-XX:+CompilerDirectivesPrint");
    assertThat(run(told))
        .contains("1 compiler directives added", "java/util/jar/*.*", "Exclude:true");
  }

  @Test
  void the_images_are_told_to_compile_what_the_training_did_not() throws IOException {
    assertThat(Files.readString(Path.of("../images/stage"))).contains(ClassCache.COMPILE_THE_REST);
  }

  @Test
  void a_jdk_that_may_lack_such_options_is_not_given_them() throws IOException {
    ClassCache cache = ClassCache.of(folder, Runtime.Version.parse("26+35"));
    Path made = made(cache);
    Files.writeString(made, "classes");
    assertThat(cache.use()).containsExactly("-XX:AOTCache=" + made);
  }

  /** Any small program of the JDK's own. */
  private String run(List<String> options) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-m", "jdk.jartool/sun.tools.jar.Main", "--version"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    return Files.readString(out);
  }

  @Test
  void older_jdks_have_none() {
    assertThat(ClassCache.possible(Runtime.Version.parse("24.0.1"))).isFalse();
    assertThat(ClassCache.possible(JDK)).isTrue();
  }

  @Test
  void the_broker_has_one_beside_the_launcher_that_it_is_run_from() {
    Path launcher = folder.resolve("local.jar");
    assertThat(ClassCache.ofBroker(launcher.toString(), JDK)).contains(ClassCache.of(folder, JDK));
    assertThat(ClassCache.ofBroker(folder + File.pathSeparator + launcher, JDK)).isEmpty();
    assertThat(ClassCache.ofBroker(folder.toString(), JDK)).isEmpty();
  }

  @Test
  void units_alone_are_told_not_to_rehearse() {
    assertThat(StackSettings.of(folder, folder, 7070).withOneReplicaOfEach().services())
        .filteredOn(service -> "0s".equals(service.settings().get("mostao.inbox.rehearsal")))
        .extracting(ServiceSpec::name)
        .containsExactly("registry", "handle", "session");
  }

  @Test
  void consumers_that_are_alone_ask_the_broker_less_often() {
    List<ServiceSpec> alone =
        StackSettings.of(folder, folder, 7070).withOneReplicaOfEach().services();
    assertThat(alone)
        .filteredOn(service -> service.role() != Role.GATEWAY)
        .hasSize(4)
        .allSatisfy(
            service -> {
              String channel = service.role() == Role.MESSENGER ? "outboxes." : "inbox.";
              assertThat(service.settings())
                  .containsEntry(
                      "mp.messaging.incoming." + channel + "heartbeat.interval.ms", "3000")
                  .containsEntry("mp.messaging.incoming." + channel + "fetch.max.wait.ms", "5000")
                  .containsEntry("mp.messaging.incoming." + channel + "poll-timeout", "500");
            });
    assertThat(alone)
        .filteredOn(service -> "5s".equals(service.settings().get("mostao.backlog.check")))
        .extracting(ServiceSpec::name)
        .containsExactly("gateway");
    assertThat(StackSettings.of(folder, folder, 7070).services())
        .allSatisfy(service -> assertThat(service.settings()).isEmpty());
  }

  @Test
  void what_a_batch_needs_has_room_in_the_young_generation() throws IOException {
    assertThat(StackSettings.of(folder, folder, 7070).services())
        .allSatisfy(service -> assertThat(service.options()).contains("-XX:NewSize=48m"));
    assertThat(Files.readAllLines(Path.of("../images/run/program"))).contains("-XX:NewSize=48m");
  }

  @Test
  void a_gateway_has_room_for_a_directory() {
    assertThat(StackSettings.of(folder, folder, 7070).services())
        .filteredOn(service -> service.options().contains("-Xmx256m"))
        .extracting(ServiceSpec::name)
        .containsExactly("gateway");
  }

  @Test
  void a_program_takes_the_native_library_beside_it_and_an_image_too() throws IOException {
    Path program = folder.resolve("p/gateway");
    ServiceSpec gateway = StackSettings.of(folder, folder, 7070).services().get(4).from(program);
    assertThat(gateway.nativeLibrary()).isEmpty();
    Path library = Files.createDirectories(program.resolve("native"));
    assertThat(gateway.nativeLibrary())
        .containsExactly("-Djava.library.path=" + library, ServiceSpec.EXTERNAL_LIBRARY);
    assertThat(Files.readAllLines(Path.of("../images/run/program")))
        .contains("-Djava.library.path=/app/native", ServiceSpec.EXTERNAL_LIBRARY);
    assertThat(Files.readString(Path.of("../images/Containerfile")))
        .contains("/${PROGRAM}/native/ /app/native/");
  }

  @Test
  void programs_may_be_elsewhere() {
    StackSettings moved = StackSettings.of(folder, folder, 7070).withPrograms(folder.resolve("p"));
    assertThat(moved.services())
        .extracting(service -> service.jar().orElseThrow())
        .containsExactly(
            folder.resolve("p/registry-service/quarkus-run.jar"),
            folder.resolve("p/handle-service/quarkus-run.jar"),
            folder.resolve("p/session-service/quarkus-run.jar"),
            folder.resolve("p/messenger/quarkus-run.jar"),
            folder.resolve("p/gateway/quarkus-run.jar"));
  }
}
