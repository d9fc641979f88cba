package mostao.ao.testkit.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Says back what it is told, and remembers how each connection ended. */
final class EchoServer implements AutoCloseable {
  private final ServerSocket listening;
  private final Thread accepting;
  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

  EchoServer(int port) throws IOException {
    listening = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    accepting = start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  int accepted() {
    return accepted.size();
  }

  /** "FIN" or "RST" for each connection that is over. */
  List<String> ends() {
    return ends;
  }

  int heardBytes() {
    synchronized (heard) {
      return heard.size();
    }
  }

  private static Thread start(Runnable work) {
    Thread thread = new Thread(work, "echo");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listening.accept();
        accepted.add(socket);
        start(() -> echo(socket));
      }
    } catch (IOException closed) {
      if (!listening.isClosed()) {
        throw new UncheckedIOException(closed);
      }
    }
  }

  private void echo(Socket socket) {
    byte[] bytes = new byte[4096];
    try (socket) {
      for (int n = socket.getInputStream().read(bytes);
          n >= 0;
          n = socket.getInputStream().read(bytes)) {
        synchronized (heard) {
          heard.write(bytes, 0, n);
        }
        socket.getOutputStream().write(bytes, 0, n);
      }
      ends.add("FIN");
    } catch (IOException reset) {
      ends.add("RST");
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    try {
      // Until then the port may accept connections that are never served.
      accepting.join(5_000);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    for (Socket socket : accepted) {
      socket.close();
    }
  }
}
