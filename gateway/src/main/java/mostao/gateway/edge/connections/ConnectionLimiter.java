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
import mostao.gateway.edge.limits.ByteBudget;
import mostao.gateway.edge.limits.ClientAddress;
import mostao.gateway.edge.limits.ConcurrencyLimit;
import mostao.gateway.edge.limits.LimitSettings;
import mostao.gateway.edge.limits.TransferSettings;
import org.jboss.logging.Logger;

/**
 * Stands where connections are accepted: lets an address have so many, and gives each one that it
 * lets in a {@link ConnectionGuard}. Thread-safe.
 */
@Sharable
public final class ConnectionLimiter extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(ConnectionLimiter.class);

  private final ConcurrencyLimit connections;
  private final ByteBudget unread;
  private final TransferSettings settings;
  private final MeterRegistry meters;

  public ConnectionLimiter(LimitSettings limits, TransferSettings settings, MeterRegistry meters) {
    this.connections = new ConcurrencyLimit(limits.address().connections());
    this.unread = new ByteBudget(settings.responseBytes(), settings.addressResponseBytes());
    this.settings = settings;
    this.meters = meters;
    meters.gauge("mostao.http.response.bytes", unread, ByteBudget::bytes);
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
    String client = client(connection);
    if (!connections.enter(client)) {
      refused("connections");
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> connections.leave(client));
    connection.pipeline().addFirst(new ConnectionGuard(this::refused, client, settings, unread));
    context.fireChannelRead(connection);
  }

  private void refused(String kind) {
    meters.counter("mostao.limits.refused", "kind", kind).increment();
  }

  private static String client(Channel connection) {
    return connection.remoteAddress() instanceof InetSocketAddress address
            && address.getAddress() != null
        ? ClientAddress.key(address.getAddress().getHostAddress())
        : "unknown";
  }
}
