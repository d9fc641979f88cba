package mostao.messenger.push;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.ao.testkit.infra.Infra;
import mostao.local.os.Child;
import mostao.local.os.Jvm;
import mostao.messenger.authority.TestAuthority;

/** A real broker, and a signer of its own process, which is not started yet. */
public final class SignerStack implements QuarkusTestResourceLifecycleManager {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private Path folder;
  private Signer signer;

  /** {@code ./mostao signer}. */
  static final class Signer {
    private final Path folder;
    private Child child;

    private Signer(Path folder) {
      this.folder = folder;
    }

    Path key() {
      return folder.resolve("key/authority.json");
    }

    Path socket() {
      return folder.resolve("s");
    }

    void start() throws IOException {
      child =
          Child.start(
              Jvm.command(
                  "signer",
                  List.of(
                      "-XX:TieredStopAtLevel=1",
                      "mostao.local.cli.Mostao",
                      "signer",
                      "--key-file",
                      key().toString(),
                      "--socket",
                      socket().toString()),
                  Map.of("CLASSPATH", System.getProperty("java.class.path")),
                  folder.resolve("run"),
                  folder.resolve("signer.log")));
      child.awaitReady(
          () -> child.lastLogLines(100).stream().anyMatch(line -> line.startsWith("signs as ")),
          PATIENCE);
    }

    /** As by {@code kill -9}: its socket stays. */
    void kill() {
      child.kill();
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      // Not below target: a socket's path has at most about 100 characters.
      folder = Files.createTempDirectory("signer");
      signer = new Signer(folder);
      return Map.of(
          "kafka.bootstrap.servers",
          Infra.bootstrapServers(),
          "mostao.authority.socket",
          signer.socket().toString(),
          "mostao.authority.address",
          new Ed25519KeyFile("a key file", signer.key()).open().address(),
          "mostao.messenger.patience",
          "1s",
          "mostao.scheduler.address",
          TestAuthority.SCHEDULER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(signer, new TestInjector.MatchesType(Signer.class));
  }

  @Override
  public void stop() {
    if (signer != null && signer.child != null) {
      signer.kill();
    }
  }
}
