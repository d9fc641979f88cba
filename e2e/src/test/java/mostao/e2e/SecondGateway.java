package mostao.e2e;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.local.os.Ports;
import mostao.local.os.Programs;

/** Another gateway of the running system, with the same keys. */
final class SecondGateway implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Process process;
  private final URI url;

  private SecondGateway(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /**
   * @param options of its JVM, as settings
   */
  static SecondGateway start(String... options) throws IOException, InterruptedException {
    int port = Ports.freeBase(2);
    Path data = RunningSystem.stack().settings().data();
    Process process =
        new ProcessBuilder(command(port, data, options))
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("logs/gateway-2.log").toFile())
            .start();
    SecondGateway gateway = new SecondGateway(process, URI.create("http://127.0.0.1:" + port));
    CountDownLatch never = new CountDownLatch(1);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!gateway.ready()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        gateway.close();
        throw new AssertionError("the second gateway is not ready; see logs/gateway-2.log");
      }
      if (never.await(200, TimeUnit.MILLISECONDS)) {
        break;
      }
    }
    return gateway;
  }

  private static List<String> command(int port, Path data, String... options) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(Programs.java().toString(), "-Xmx192m", "-XX:+UseSerialGC"));
    command.add(Programs.COMPILE_LESS);
    command.add("-Dquarkus.config.locations=" + data.resolve("config/gateway.properties"));
    command.add("-Dquarkus.http.port=" + port);
    command.add("-Dquarkus.management.port=" + (port + 1));
    command.addAll(List.of(options));
    command.add("-jar");
    command.add(
        RunningSystem.root().resolve("gateway/target/quarkus-app/quarkus-run.jar").toString());
    return command;
  }

  URI url() {
    return url;
  }

  /** Asks it to stop, as an operator does; returns how long that took. */
  Duration stop() throws InterruptedException {
    long begun = System.nanoTime();
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the second gateway does not stop");
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  boolean ready() {
    try {
      HttpURLConnection probe =
          (HttpURLConnection)
              URI.create("http://127.0.0.1:" + (url.getPort() + 1) + "/q/health/ready")
                  .toURL()
                  .openConnection();
      probe.setConnectTimeout(1_000);
      probe.setReadTimeout(2_000);
      return probe.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
