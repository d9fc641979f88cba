package mostao.local.stack;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the launcher needs a service to be: it reads its file, listens, and says when it is ready.
 */
public final class StandIn {
  private StandIn() {}

  public static void main(String[] arguments) throws IOException {
    Properties config = new Properties();
    try (BufferedReader in =
        Files.newBufferedReader(Path.of(System.getProperty("quarkus.config.locations")))) {
      config.load(in);
    }
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    if (config.containsKey("standin.dies")) {
      out.println("I die of " + config.getProperty("standin.dies"));
      System.exit(3);
    }
    boolean ready = !config.containsKey("standin.never-ready");
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                config.getProperty("quarkus.http.host"),
                Integer.parseInt(config.getProperty("quarkus.http.port"))),
            0);
    answer(server, "/q/health/ready", ready ? 200 : 503, "{}");
    answer(server, "/", 200, "{\"registry\":\"the-registry-id\"}");
    answer(server, "/greeting", 200, config.getProperty("standin.greeting", "hello"));
    server.start();
    out.println("listening");
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
