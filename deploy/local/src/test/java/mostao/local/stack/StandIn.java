package mostao.local.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The minimum that the launcher needs of a service: it reads its file, listens, and says when it is
 * ready.
 */
public final class StandIn {
  private StandIn() {}

  public static void main(String[] arguments) throws IOException {
    Properties config = new Properties();
    try (BufferedReader in =
        Files.newBufferedReader(
            Path.of(URI.create(System.getProperty("quarkus.config.locations"))))) {
      config.load(in);
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (config.containsKey("standin.dies")) {
      out.println("I die of " + config.getProperty("standin.dies"));
      System.exit(3);
    }
    sayWhatItSees(out);
    boolean ready = !config.containsKey("standin.never-ready");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                config.getProperty("quarkus.http.host"),
                Integer.parseInt(config.getProperty("quarkus.http.port"))),
            0);
    health(server, ready);
    if (config.containsKey("quarkus.management.port")) {
      HttpServer management =
          HttpServer.create(
              new InetSocketAddress(
                  config.getProperty("quarkus.management.host"),
                  Integer.parseInt(config.getProperty("quarkus.management.port"))),
              0);
      health(management, ready);
      management.start();
    }
    answer(server, "/", 200, "{\"registry\":\"the-registry-id\"}");
    answer(server, "/greeting", 200, config.getProperty("standin.greeting", "hello"));
    server.start();
    out.println("listening");
  }

  private static void health(HttpServer server, boolean ready) {
    answer(server, "/q/health/ready", ready ? 200 : 503, "{}");
  }

  /** Settings that could mislead a service: tests look for these lines in its log. */
  private static void sayWhatItSees(PrintStream out) throws IOException {
    out.println(
        "locale "
            + Locale.getDefault()
            + ", digits "
            + String.format(Locale.getDefault(), "%d", 1234567890));
    out.println("zone " + TimeZone.getDefault().getID() + ", charset " + Charset.defaultCharset());
    out.println("variables " + new TreeSet<>(System.getenv().keySet()));
    Path here = Path.of("").toAbsolutePath();
    try (Stream<Path> files = Files.list(here)) {
      out.println("works in " + here + ", which holds " + files.map(Path::getFileName).toList());
    }
    out.println("writes to " + Files.createTempFile("stand-in", null));
  }

  private static void answer(HttpServer server, String path, int status, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
