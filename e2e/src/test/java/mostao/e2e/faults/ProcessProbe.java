package mostao.e2e.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mostao.local.stack.ServiceProcess;

/** The condition of a service, read from its metrics and its JVM. */
final class ProcessProbe {
  private static final int PATIENCE_MILLIS = 10_000;

  private final ServiceProcess service;

  private ProcessProbe(ServiceProcess service) {
    this.service = service;
  }

  static ProcessProbe of(String service) {
    return new ProcessProbe(FaultSystem.stack().service(service));
  }

  /**
   * A metric over all its labels that match.
   *
   * @param labels a regular expression for what stands between the braces
   */
  double sum(String metric, String labels) {
    Pattern line = Pattern.compile(metric + "(\\{" + labels + "\\})? (\\S+)");
    return metrics()
        .lines()
        .map(line::matcher)
        .filter(Matcher::matches)
        .mapToDouble(found -> Double.parseDouble(found.group(2)))
        .sum();
  }

  private String metrics() {
    try {
      HttpURLConnection request =
          (HttpURLConnection)
              URI.create(service.operatorUrl() + "/q/metrics").toURL().openConnection();
      request.setConnectTimeout(PATIENCE_MILLIS);
      request.setReadTimeout(PATIENCE_MILLIS);
      try (InputStream body = request.getInputStream()) {
        return new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException silent) {
      throw new AssertionError(service.name() + " tells no metrics", silent);
    }
  }

  /** Megabytes of its heap that are in use after a collection, which this asks for. */
  double liveHeapMegabytes() {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    try {
      Process collection =
          new ProcessBuilder(jcmd.toString(), String.valueOf(service.pid()), "GC.run")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!collection.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError("the JVM of " + service.name() + " does not answer");
      }
    } catch (IOException e) {
      throw new AssertionError("jcmd can't be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    return sum("jvm_memory_used_bytes", "area=\"heap\".*") / (1024 * 1024);
  }
}
