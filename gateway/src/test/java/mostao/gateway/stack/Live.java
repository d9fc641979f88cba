package mostao.gateway.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.ConfigProvider;

/** A stream of server-sent events, read as it comes. */
public final class Live implements AutoCloseable {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One event; {@code nanos} when it was read. */
  public record Heard(String name, String id, String data, long nanos) {}

  private final HttpResponse<InputStream> response;
  private final List<Heard> events = new CopyOnWriteArrayList<>();
  private final List<String> comments = new CopyOnWriteArrayList<>();
  private volatile String lastId = "";
  private volatile boolean over;

  private Live(HttpResponse<InputStream> response) {
    this.response = response;
    Thread thread = new Thread(this::read, "live");
    thread.setDaemon(true);
    thread.start();
  }

  /** Opens a stream, with headers as names and values. */
  public static Live open(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base() + path));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Live(HTTP.send(request.build(), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public static String base() {
    return "http://127.0.0.1:"
        + ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      String name = "";
      String data = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty()) {
          if (!data.isEmpty()) {
            events.add(new Heard(name, lastId, data, System.nanoTime()));
          }
          name = "";
          data = "";
        } else if (line.startsWith(":")) {
          comments.add(line);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          lastId = line.substring(4);
        } else if (line.startsWith("data: ")) {
          data = line.substring(6);
        }
      }
    } catch (IOException cut) {
      comments.add(": cut");
    }
    over = true;
  }

  public HttpResponse<InputStream> response() {
    return response;
  }

  public List<Heard> events() {
    return events;
  }

  /** As soon as there are so many. */
  public List<Heard> await(int count) {
    Condition.await(count + " events; there are " + events, () -> events.size() >= count);
    return events;
  }

  public List<String> comments() {
    return comments;
  }

  public String lastId() {
    return lastId;
  }

  public boolean over() {
    return over;
  }

  @Override
  public void close() {
    try {
      response.body().close();
    } catch (IOException gone) {
      over = true;
    }
  }
}
