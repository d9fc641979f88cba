package mostao.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mostao.ao.testkit.collector.Collector;
import mostao.client.http.AoClient;
import mostao.client.wallet.Wallet;
import mostao.local.stack.LocalStack;
import mostao.local.stack.Progress;
import mostao.local.stack.StackSettings;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The packaged system, started once for all tests of this module and stopped behind the last one.
 * Tests use names of their own, so that they don't meet.
 */
final class RunningSystem implements BeforeAllCallback {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private static LocalStack stack;
  private static Collector collector;

  /** Stops the stack when JUnit drops its root context. */
  private record Stopped(LocalStack running) implements AutoCloseable {
    @Override
    public void close() {
      running.close();
      collector.close();
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    context
        .getRoot()
        .getStore(Namespace.create(RunningSystem.class))
        .computeIfAbsent("stack", key -> started(), Stopped.class);
  }

  private static Stopped started() {
    Path data = root().resolve("e2e/target/system");
    try {
      LocalStack.delete(data);
    } catch (IOException e) {
      throw new IllegalStateException("can't remove what an earlier run left in " + data, e);
    }
    collector = Collector.start();
    LocalStack started = new LocalStack(settings(data), Progress.SILENT);
    started.start();
    stack = started;
    return new Stopped(started);
  }

  /**
   * The defaults, but for one limit of the Registry: with 24 KiB for a Result a wallet can cause an
   * evaluation that ends with an Error, which nothing it sends does with the default. And every
   * item is traced, and the session service logs JSON.
   */
  private static StackSettings settings(Path data) {
    StackSettings settings =
        StackSettings.of(root(), data, 1)
            .onFreePorts()
            .withQuickStart()
            .withService("registry", spec -> spec.with("mostao.limits.result-bytes", "24576"))
            .withService("session", spec -> spec.with("mostao.log.json", "true"))
            .withService(
                "gateway",
                spec ->
                    spec.with("mostao.trace.ratio", "1").with("mostao.trace.per-second", "1000"));
    for (String program : List.of("gateway", "messenger", "registry", "handle", "session")) {
      settings =
          settings.withService(
              program, spec -> spec.with("mostao.trace.endpoint", collector.endpoint().toString()));
    }
    return settings;
  }

  static Path root() {
    return Path.of(System.getProperty("mostao.root"));
  }

  static LocalStack stack() {
    return stack;
  }

  /** What gets the spans of all programs. */
  static Collector collector() {
    return collector;
  }

  static URI gateway() {
    return URI.create(stack.url());
  }

  static AoClient client(Wallet wallet) {
    return new AoClient(gateway(), wallet);
  }

  static HttpResponse<String> post(String path, String contentType, byte[] body)
      throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(stack.url() + path))
            .header("Content-Type", contentType)
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(URI.create(stack.url() + path))
            .timeout(Duration.ofSeconds(60))
            .GET());
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
