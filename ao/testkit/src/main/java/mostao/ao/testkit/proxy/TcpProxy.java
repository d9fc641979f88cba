package mostao.ao.testkit.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import mostao.local.os.Ports;

/**
 * A proxy between clients and a server on this machine's loopback, or several servers, to which
 * connections go in turn. It passes everything until it is told otherwise; {@link #heal} makes it
 * pass everything again. Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {
  /** The most that one read takes and one write gives. */
  static final int CHUNK_BYTES = 16 * 1024;

  private static final int BACKLOG = 200;
  private static final int CONNECT_MILLIS = 5_000;

  private final int port;
  private final List<Integer> servers;
  private final AtomicInteger led = new AtomicInteger();
  private final TrafficShaper requests = new TrafficShaper();
  private final TrafficShaper answers = new TrafficShaper();
  private final Set<ProxiedConnection> links = ConcurrentHashMap.newKeySet();
  private final List<Socket> held = new ArrayList<>();
  private NewConnections newConnections = NewConnections.REFUSED;
  private ServerSocket listening;
  private volatile Thread listener;

  private TcpProxy(int port, List<Integer> servers) {
    this.port = port;
    this.servers = List.copyOf(servers);
  }

  /**
   * A proxy on a free port that passes everything.
   *
   * @param server the loopback port of the server, which need not run yet
   */
  public static TcpProxy to(int server) {
    return among(List.of(server));
  }

  /** The same before servers of a kind: each connection leads to the next one. */
  public static TcpProxy among(List<Integer> servers) {
    TcpProxy proxy = new TcpProxy(Ports.freeBase(1), servers);
    proxy.newConnections(NewConnections.ADMITTED);
    return proxy;
  }

  /** The loopback port for clients; the same for the life of the proxy. */
  public int port() {
    return port;
  }

  /** How bytes go from clients to the server, from now on. */
  public void requests(Flow flow) {
    requests.set(flow);
  }

  /** How bytes go from the server to clients, from now on. */
  public void answers(Flow flow) {
    answers.set(flow);
  }

  /** How bytes go both ways, from now on. */
  public void both(Flow flow) {
    requests(flow);
    answers(flow);
  }

  /** Decides what happens to new connections from now on; open ones stay as they are. */
  public void newConnections(NewConnections next) {
    Thread accepting = listener;
    synchronized (this) {
      if (next == NewConnections.REFUSED) {
        stopListening();
      } else if (listening == null) {
        listen();
      }
      newConnections = next;
      if (next == NewConnections.ADMITTED) {
        List.copyOf(held).forEach(this::lead);
        held.clear();
      }
    }
    if (next == NewConnections.REFUSED) {
      awaitEnd(accepting);
    }
  }

  /** A port is released when no thread waits in its accept any more, not when it is closed. */
  private static void awaitEnd(Thread accepting) {
    if (accepting == null) {
      return;
    }
    try {
      accepting.join(CONNECT_MILLIS);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the connections that are open now. New ones come as {@link #newConnections} says. */
  public synchronized void cut(End how) {
    List.copyOf(links).forEach(link -> end(link, how));
    held.forEach(client -> ProxiedConnection.close(client, how));
    held.clear();
  }

  /**
   * The connections that are open now lead nowhere any more and neither side is told, as when a
   * firewall has forgotten them; only {@link #cut} ends them. New ones are not touched.
   */
  public synchronized void forget() {
    links.forEach(ProxiedConnection::forget);
  }

  /** Everything passes again, and new connections are admitted. */
  public void heal() {
    both(new Flow.Open());
    newConnections(NewConnections.ADMITTED);
  }

  /** Connections that are open now, those that are held among them. */
  public synchronized int connections() {
    return links.size() + held.size();
  }

  /** Bytes passed from the server to clients so far. */
  public long answeredBytes() {
    return answers.passed();
  }

  /** Bytes passed from clients to the server so far. */
  public long requestedBytes() {
    return requests.passed();
  }

  /** Stops listening and resets every connection. */
  @Override
  public void close() {
    newConnections(NewConnections.REFUSED);
    cut(End.RST);
  }

  private void end(ProxiedConnection link, End how) {
    link.end(how);
    requests.wake();
    answers.wake();
  }

  private void listen() {
    try {
      ServerSocket socket = new ServerSocket();
      // The port has connections of its earlier life in TIME_WAIT.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      listening = socket;
      listener = new Thread(() -> accept(socket), "proxy-" + port);
      listener.setDaemon(true);
      listener.start();
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen on port " + port, e);
    }
  }

  private void stopListening() {
    ServerSocket socket = listening;
    listening = null;
    if (socket != null) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException("the proxy does not stop listening on port " + port, e);
      }
    }
  }

  private void accept(ServerSocket socket) {
    while (true) {
      try {
        admit(socket.accept());
      } catch (IOException e) {
        if (socket.isClosed()) {
          return;
        }
        throw new UncheckedIOException("the proxy does not accept on port " + port, e);
      }
    }
  }

  private synchronized void admit(Socket client) {
    switch (newConnections) {
      case ADMITTED -> lead(client);
      case HELD -> held.add(client);
      case REFUSED -> ProxiedConnection.close(client, End.RST);
      default -> throw new IllegalStateException("new connections " + newConnections);
    }
  }

  /** A server that is not there is shown as a reset: the proxy has accepted already. */
  private void lead(Socket client) {
    Socket upstream = new Socket();
    int server = servers.get(Math.floorMod(led.getAndIncrement(), servers.size()));
    try {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      upstream.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server), CONNECT_MILLIS);
    } catch (IOException away) {
      // A socket that can't connect closes itself.
      ProxiedConnection.close(client, End.RST);
      return;
    }
    ProxiedConnection link = new ProxiedConnection(client, upstream, links::remove);
    links.add(link);
    link.start(requests, answers);
  }
}
