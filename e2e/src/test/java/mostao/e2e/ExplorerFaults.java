package mostao.e2e;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import mostao.ao.wire.Topics;
import mostao.local.os.Signal;
import mostao.local.stack.LocalStack;
import mostao.local.stack.ServiceProcess;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Breaks the running system when the script of the explorer asks for it ({@code POST /unit/stop}),
 * and mends what the script has left broken.
 */
final class ExplorerFaults implements AutoCloseable {
  private static final int NO_CONTENT = 204;
  private static final int FAILED = 500;

  private final LocalStack stack = RunningSystem.stack();
  private final ServiceProcess unit = stack.service("session");
  private final HttpServer server;

  /** What is done, by the path that asks for it. */
  private final Map<String, Fault> faults =
      Map.of(
          "/unit/stop", key -> unit.stop(),
          "/unit/start", key -> unit.start(),
          "/broker/freeze", key -> stack.broker().signal(Signal.STOP),
          "/broker/thaw", key -> stack.broker().signal(Signal.CONT),
          "/garbage", this::garbage);

  @FunctionalInterface
  private interface Fault {
    void happen(String key) throws Exception;
  }

  ExplorerFaults() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      try {
        faults.get(exchange.getRequestURI().getPath()).happen(key);
        exchange.sendResponseHeaders(NO_CONTENT, -1);
      } catch (Exception failure) {
        StringWriter why = new StringWriter();
        failure.printStackTrace(new PrintWriter(why));
        byte[] body = why.toString().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(FAILED, body.length);
        exchange.getResponseBody().write(body);
      }
    }
  }

  /** On a handle's inbox, where its next message would be. */
  private void garbage(String handle) throws Exception {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.broker().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.inbox(Topics.HANDLE),
                  handle,
                  "not a record".getBytes(StandardCharsets.UTF_8)))
          .get();
    }
  }

  @Override
  public void close() {
    server.stop(0);
    stack.broker().signal(Signal.CONT);
    if (!unit.running()) {
      unit.start();
    }
  }
}
