package mostao.gateway.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.config.ConfigProvider;

/** HTTP byte by byte, from whatever loopback address a test wants to be. */
public final class RawConnection implements AutoCloseable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Socket socket = new Socket();
  private final InputStream in;

  private RawConnection(String address, int receiveBuffer, Duration patience) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.setTcpNoDelay(true);
    socket.bind(new InetSocketAddress(address, 0));
    int port = ConfigProvider.getConfig().getValue("quarkus.http.port", Integer.class);
    socket.connect(new InetSocketAddress("127.0.0.1", port), 5000);
    socket.setSoTimeout((int) patience.toMillis());
    in = new BufferedInputStream(socket.getInputStream());
  }

  /** A response; header names are in lower case. */
  public record Response(int status, Map<String, String> headers, byte[] body) {
    public String text() {
      return new String(body, StandardCharsets.UTF_8);
    }

    public String header(String name) {
      return headers.getOrDefault(name, "");
    }

    public JsonNode json() {
      try {
        return MAPPER.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(text(), e);
      }
    }
  }

  public static RawConnection from(String address) {
    return from(address, 0, Duration.ofSeconds(20));
  }

  /**
   * @param receiveBuffer bytes the kernel keeps for a client that does not read; 0: as many as it
   *     likes
   * @param patience how long a read waits
   */
  public static RawConnection from(String address, int receiveBuffer, Duration patience) {
    try {
      return new RawConnection(address, receiveBuffer, patience);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  public Response get(String path) throws IOException {
    return send("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").read(false);
  }

  /**
   * The next response; of one that never ends the headers.
   *
   * @param head whether it answers HEAD, and so has no body
   * @throws EOFException when the gateway closed the connection instead
   */
  public Response read(boolean head) throws IOException {
    Response response = readOne(head);
    return response.status() == 100 ? readOne(head) : response;
  }

  private Response readOne(boolean head) throws IOException {
    String line = line();
    if (!line.startsWith("HTTP/1.")) {
      throw new IOException("no HTTP: " + line);
    }
    int status = Integer.parseInt(line.substring(9, 12));
    Map<String, String> headers = new TreeMap<>();
    for (String header = line(); !header.isEmpty(); header = line()) {
      int colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
    }
    boolean endless = headers.getOrDefault("content-type", "").startsWith("text/event-stream");
    boolean none = endless || head || status < 200 || status == 204 || status == 304;
    return new Response(status, headers, none ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        body.write(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    return in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the connection was closed");
      }
      if (c != '\r') {
        line.write(c);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  /** Sends nothing more; what comes can still be read. */
  public void end() throws IOException {
    socket.shutdownOutput();
  }

  /** Reads whatever comes until the gateway closes; false when it does not in time. */
  public boolean drained() {
    try {
      byte[] buffer = new byte[65_536];
      int read = in.read(buffer);
      while (read >= 0) {
        read = in.read(buffer);
      }
      return true;
    } catch (SocketTimeoutException open) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
