package mostao.gateway.edge.connections;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.IntSupplier;
import mostao.gateway.edge.limits.ClientAddress;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.TransferSettings;
import org.jboss.logging.Logger;

/**
 * Stands where connections are accepted: lets an address have so many and all together so many,
 * among which who has most makes room, and gives each one that it lets in a {@link
 * ConnectionGuard}. The management port is not watched. Thread-safe.
 */
@Sharable
public final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(ConnectionLimiter.class);

  private final FairBudget connections;
  private final IntSupplier managementPort;
  private final FairBudget unread;
  private final TransferSettings settings;
  private final MeterRegistry meters;

  /**
   * @param managementPort known once it is open
   */
  public ConnectionLimiter(
      LimitSettings limits,
      TransferSettings settings,
      IntSupplier managementPort,
      MeterRegistry meters) {
    this.connections = new FairBudget(limits.connections(), limits.address().connections());
    this.managementPort = managementPort;
    this.unread = new FairBudget(settings.responseBytes(), settings.addressResponseBytes());
    this.settings = settings;
    this.meters = meters;
    meters.gauge("mostao.http.response.bytes", unread, FairBudget::held);
    meters.gauge("mostao.http.connections", connections, FairBudget::held);
  }

  /** Installs itself at every port on which this Vert.x listens; call it once it listens. */
  public void guard(Vertx vertx) {
    EventLoopGroup acceptors = ((VertxInternal) vertx).getAcceptorEventLoopGroup();
    for (EventExecutor acceptor : acceptors) {
      acceptor.execute(() -> guard((SingleThreadEventLoop) acceptor));
    }
  }

  private void guard(SingleThreadEventLoop acceptor) {
    int guarded = 0;
    for (Iterator<Channel> all = acceptor.registeredChannelsIterator(); all.hasNext(); ) {
      Channel channel = all.next();
      if (channel instanceof ServerChannel
          && channel.pipeline().get(ConnectionLimiter.class) == null) {
        channel.pipeline().addFirst(this);
        guarded++;
      }
    }
    LOG.debugf("connections are watched at %d ports", guarded);
  }

  /** The watch of a request's connection, if it came through here. */
  public static Optional<ConnectionGuard> guardOf(HttpConnection connection) {
    return connection instanceof ConnectionBase base
        ? Optional.ofNullable(base.channel().pipeline().get(ConnectionGuard.class))
        : Optional.empty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    if (isOperators(connection)) {
      context.fireChannelRead(connection);
      return;
    }
    String client = client(connection);
    FairBudget.Claim place =
        connections.claim(
            client,
            () -> {
              refused("connections");
              connection.close();
            });
    if (place.take(1) != FairBudget.Outcome.TAKEN) {
      refused("connections");
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> place.close());
    connection.pipeline().addFirst(new ConnectionGuard(this::refused, client, settings, unread));
    context.fireChannelRead(connection);
  }

  private void refused(String kind) {
    meters.counter("mostao.limits.refused", "kind", kind).increment();
  }

  private boolean isOperators(Channel connection) {
    return connection.localAddress() instanceof InetSocketAddress address
        && address.getPort() == managementPort.getAsInt();
  }

  private static String client(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? ClientAddress.key(address.getAddress().getHostAddress())
        : "unknown";
  }
}
