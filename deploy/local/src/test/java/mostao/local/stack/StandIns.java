package mostao.local.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import mostao.local.os.Ports;

/** Stacks whose services are small stand-ins, while broker and database are real. */
public final class StandIns {
  /** Unpacked once for all tests of this module. */
  public static final Path BINARIES = Path.of("target", "postgres");

  private static final List<String> MODULES =
      List.of("registry-service", "handle-service", "session-service", "messenger", "gateway");

  private StandIns() {}

  /** Settings with a stand-in for each of the services. */
  static StackSettings settings(Path folder) throws IOException {
    Path root = repository(folder.resolve("repository"));
    StackSettings all = StackSettings.of(root, folder.resolve("data"), 1).onFreePorts();
    return new StackSettings(
            all.data(),
            BINARIES,
            all.port(),
            false,
            all.services(),
            all.topics(),
            all.readyDeadline())
        .withQuickStart();
  }

  /** A folder that looks like our repository after a build. */
  public static Path repository(Path root) throws IOException {
    for (String module : MODULES) {
      Path app = Files.createDirectories(root.resolve(module).resolve("target/quarkus-app"));
      Manifest manifest = new Manifest();
      Attributes main = manifest.getMainAttributes();
      main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
      main.put(Attributes.Name.MAIN_CLASS, StandIn.class.getName());
      main.put(Attributes.Name.CLASS_PATH, Path.of("target", "test-classes").toUri().toString());
      try (OutputStream out = Files.newOutputStream(app.resolve("quarkus-run.jar"))) {
        new JarOutputStream(out, manifest).close();
      }
    }
    return root;
  }

  /** The first of free ports for a stack. */
  public static int port() {
    return Ports.freeBase(StackSettings.PORTS);
  }

  /** Waits on a condition; the test fails when it does not come true in time. */
  public static void await(Supplier<String> what, int seconds, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + seconds * 1_000_000_000L;
    Object never = new Object();
    synchronized (never) {
      while (!condition.getAsBoolean()) {
        if (System.nanoTime() > deadline) {
          throw new AssertionError("not within " + seconds + " s: " + what.get());
        }
        never.wait(20);
      }
    }
  }

  static Optional<ProcessHandle> alive(long pid) {
    return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
  }
}
