package mostao.ao.testkit.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** One connection: the client's socket, the server's, and a thread for each direction. */
final class ProxiedConnection {
  private final Socket client;
  private final Socket server;
  private final Consumer<ProxiedConnection> gone;

  /** Directions that have not ended yet. */
  private final AtomicInteger flowing = new AtomicInteger(2);

  private volatile boolean ended;
  private volatile boolean forgotten;

  ProxiedConnection(Socket client, Socket server, Consumer<ProxiedConnection> gone) {
    this.client = client;
    this.server = server;
    this.gone = gone;
  }

  void start(TrafficShaper requests, TrafficShaper answers) {
    start("requests", client, server, requests);
    start("answers", server, client, answers);
  }

  private void start(String direction, Socket from, Socket to, TrafficShaper shaper) {
    Thread thread = new Thread(() -> carry(from, to, shaper), "proxy-" + direction);
    thread.setDaemon(true);
    thread.start();
  }

  private void carry(Socket from, Socket to, TrafficShaper shaper) {
    byte[] chunk = new byte[TcpProxy.CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
        Optional<End> end = shaper.admit(read, () -> !ended);
        if (end.isPresent()) {
          end(end.get());
          return;
        }
        if (!forgotten) {
          out.write(chunk, 0, read);
        }
      }
      if (!forgotten) {
        to.shutdownOutput();
      }
      if (flowing.decrementAndGet() == 0) {
        end(End.FIN);
      }
    } catch (IOException broken) {
      // One side has reset its connection; the other is to see the same.
      if (!forgotten) {
        end(End.RST);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      end(End.RST);
    }
  }

  /** From now on all bytes are dropped, an end of stream as well, and neither side notices. */
  void forget() {
    forgotten = true;
  }

  /** Ends both sides. Ending twice does nothing. */
  void end(End how) {
    synchronized (this) {
      if (ended) {
        return;
      }
      ended = true;
    }
    close(client, how);
    close(server, how);
    gone.accept(this);
  }

  static void close(Socket socket, End how) {
    if (socket.isClosed()) {
      return;
    }
    try {
      if (how == End.RST) {
        // Closing with nothing to linger for sends a reset.
        socket.setSoLinger(true, 0);
      } else if (!socket.isOutputShutdown()) {
        socket.shutdownOutput();
        discardUnread(socket);
      }
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("a socket of the proxy does not close", e);
    }
  }

  /** Closing with unread bytes would send a reset. The link's own thread may read them first. */
  private static void discardUnread(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    in.skip(in.available());
  }
}
