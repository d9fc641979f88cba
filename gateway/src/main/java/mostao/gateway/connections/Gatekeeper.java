package mostao.gateway.connections;

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
import mostao.gateway.limits.ClientAddress;
import mostao.gateway.limits.LimitSettings;
import mostao.gateway.limits.Places;
import mostao.gateway.limits.TransferSettings;
import mostao.gateway.limits.Volume;
import org.jboss.logging.Logger;

/**
 * Stands where connections are accepted: lets an address have so many, and gives each one that it
 * lets in a {@link Watch}. Thread-safe.
 */
@Sharable
public final class Gatekeeper extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = Logger.getLogger(Gatekeeper.class);

  private final Places places;
  private final Volume unread;
  private final TransferSettings settings;
  private final MeterRegistry meters;

  public Gatekeeper(LimitSettings limits, TransferSettings settings, MeterRegistry meters) {
    this.places = new Places(limits.address().connections());
    this.unread = new Volume(settings.responseBytes(), settings.addressResponseBytes());
    this.settings = settings;
    this.meters = meters;
    meters.gauge("mostao.http.response.bytes", unread, Volume::bytes);
  }

  /** Stands at every port on which this Vert.x listens; to be called once it does. */
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
      if (channel instanceof ServerChannel && channel.pipeline().get(Gatekeeper.class) == null) {
        channel.pipeline().addFirst(this);
        guarded++;
      }
    }
    LOG.debugf("connections are watched at %d ports", guarded);
  }

  /** The watch of a request's connection, if it came through here. */
  public static Optional<Watch> watch(HttpConnection connection) {
    return connection instanceof ConnectionBase base
        ? Optional.ofNullable(base.channel().pipeline().get(Watch.class))
        : Optional.empty();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    Channel connection = (Channel) accepted;
    String client = client(connection);
    if (!places.enter(client)) {
      refused("connections");
      connection.unsafe().closeForcibly();
      return;
    }
    connection.closeFuture().addListener(closed -> places.leave(client));
    connection.pipeline().addFirst(new Watch(this::refused, client, settings, unread));
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
