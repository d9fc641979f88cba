package mostao.client.bench;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Posts to a gateway over one kept connection, one at a time. It does as little as there is to do,
 * because what it costs is taken from the system beside it: a general client costs several times as
 * much. Used by one thread; connects when it has to.
 */
final class DoorConnection implements AutoCloseable {
  private static final int MAX_LINE = 16 * 1024;
  private static final int MAX_BODY = 1024 * 1024;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int HEX = 16;

  /**
   * @param retryAfter seconds, 0 when none are named
   */
  record Answer(int status, int retryAfter, byte[] body) {
    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final URI gateway;
  private final Optional<InetAddress> from;
  private final Duration patience;
  private final byte[] head;
  private Socket socket;
  private InputStream in;
  private OutputStream out;

  /**
   * @param from the address of this machine to come from; empty for whichever it is
   * @param patience for connecting, and for an answer
   */
  DoorConnection(URI gateway, Optional<InetAddress> from, Duration patience) {
    this.gateway = gateway;
    this.from = from;
    this.patience = patience;
    this.head = head(gateway, "/", "Content-Type: application/octet-stream\r\n");
  }

  /**
   * A whole request, as {@link #ask} takes it.
   *
   * @param path behind the gateway's, with its query
   * @param headers each with the end of its line
   */
  static byte[] request(URI gateway, String path, String headers, byte[] body) {
    return request(head(gateway, path, headers), body);
  }

  private static byte[] head(URI gateway, String path, String headers) {
    String base = gateway.getRawPath() == null ? "" : gateway.getRawPath().replaceAll("/+$", "");
    return ("POST "
            + base
            + path
            + " HTTP/1.1\r\nHost: "
            + gateway.getRawAuthority()
            + "\r\n"
            + headers
            + "Content-Length: ")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] request(byte[] head, byte[] body) {
    byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] request = Arrays.copyOf(head, head.length + length.length + body.length);
    System.arraycopy(length, 0, request, head.length, length.length);
    System.arraycopy(body, 0, request, head.length + length.length, body.length);
    return request;
  }

  /** Posts an item and waits for the answer, as {@link #ask}. */
  Answer post(byte[] item) throws IOException {
    return ask(request(head, item));
  }

  /** Sends a request and waits for the answer; what fails closes the connection. */
  Answer ask(byte[] request) throws IOException {
    try {
      if (socket == null) {
        connect();
      }
      out.write(request);
      out.flush();
      return answer();
    } catch (IOException | RuntimeException failed) {
      close();
      throw failed;
    }
  }

  private void connect() throws IOException {
    boolean secure = "https".equals(gateway.getScheme());
    int port = gateway.getPort() >= 0 ? gateway.getPort() : secure ? HTTPS : HTTP;
    Socket plain = new Socket();
    socket = plain;
    if (from.isPresent()) {
      plain.bind(new InetSocketAddress(from.get(), 0));
    }
    plain.setTcpNoDelay(true);
    plain.setSoTimeout((int) patience.toMillis());
    plain.connect(new InetSocketAddress(gateway.getHost(), port), (int) patience.toMillis());
    if (secure) {
      SSLSocket tls =
          (SSLSocket)
              ((SSLSocketFactory) SSLSocketFactory.getDefault())
                  .createSocket(plain, gateway.getHost(), port, true);
      SSLParameters checked = tls.getSSLParameters();
      checked.setEndpointIdentificationAlgorithm("HTTPS");
      tls.setSSLParameters(checked);
      socket = tls;
    }
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  private Answer answer() throws IOException {
    String[] first = line().split(" ", 3);
    if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
      throw new IOException("the gateway does not answer in HTTP/1.1");
    }
    int status = number(first[1], 10);
    int length = 0;
    int retryAfter = 0;
    boolean chunked = false;
    boolean last = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? line : line.substring(0, colon).toLowerCase(Locale.ROOT);
      String value = line.substring(colon + 1).strip();
      switch (name) {
        case "content-length" -> length = number(value, 10);
        case "transfer-encoding" -> chunked = true;
        case "connection" -> last = value.equalsIgnoreCase("close");
        case "retry-after" -> retryAfter = value.matches("[0-9]{1,6}") ? number(value, 10) : 0;
        default -> {
          // Says nothing to us.
        }
      }
    }
    byte[] body = chunked ? chunks() : exactly(length);
    if (last) {
      close();
    }
    return new Answer(status, retryAfter, body);
  }

  private byte[] chunks() throws IOException {
    StringBuilder all = new StringBuilder();
    for (int size = number(line(), HEX); size > 0; size = number(line(), HEX)) {
      all.append(new String(exactly(size), StandardCharsets.ISO_8859_1));
      line();
    }
    while (!line().isEmpty()) {
      // Trailers.
    }
    return all.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private byte[] exactly(int length) throws IOException {
    if (length < 0 || length > MAX_BODY) {
      throw new IOException("the gateway's answer has " + length + " bytes");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the gateway's answer ends early");
    }
    return body;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || line.length() > MAX_LINE) {
        throw new EOFException("the gateway's answer ends early, or its headers don't");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static int number(String text, int radix) throws IOException {
    try {
      return Integer.parseInt(text.strip(), radix);
    } catch (NumberFormatException wrong) {
      throw new IOException("the gateway's answer has '" + text + "' for a number", wrong);
    }
  }

  /** The next request makes a new one. */
  @Override
  public void close() {
    try {
      if (socket != null) {
        socket.close();
      }
    } catch (IOException gone) {
      // As good as closed.
    }
    socket = null;
  }
}
