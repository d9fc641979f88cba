package mostao.gateway.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mostao.gateway.limits.TransferSettings;
import mostao.gateway.limits.Volume;

/**
 * Watches one connection.
 *
 * <pre>
 *   accepted ─▶ SAYING ──begun──▶ SERVED ──done──▶ QUIET ──first byte──▶ SAYING …
 *                 │ header-timeout: closed
 * </pre>
 *
 * <p>Whoever does not read what he was sent is read from no further, so that he can't ask for more;
 * he is closed after {@code response-timeout}, or when no room is left for what he does not read.
 * Runs on the connection's event loop alone.
 */
public final class Watch extends ChannelDuplexHandler {
  private enum State {
    SAYING,
    SERVED,
    QUIET
  }

  private final Gatekeeper gatekeeper;
  private final String client;
  private final Duration headerTimeout;
  private final Duration responseTimeout;
  private final Volume unread;
  private State state = State.SAYING;
  private Future<?> headers;
  private Future<?> response;
  private boolean readHeldBack;

  Watch(Gatekeeper gatekeeper, String client, TransferSettings settings, Volume unread) {
    this.gatekeeper = gatekeeper;
    this.client = client;
    this.headerTimeout = settings.headerTimeout();
    this.responseTimeout = settings.responseTimeout();
    this.unread = unread;
  }

  /** The headers of a request are there. */
  public void begun() {
    state = State.SERVED;
    cancel(headers);
  }

  /** The request is answered. */
  public void done() {
    state = State.QUIET;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    expectHeaders(context);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (state == State.QUIET) {
      expectHeaders(context);
    }
    context.fireChannelRead(message);
  }

  private void expectHeaders(ChannelHandlerContext context) {
    state = State.SAYING;
    headers = closeIn(context, headerTimeout, "header_timeout");
  }

  /** Asked for by whoever wants more bytes of the client. */
  @Override
  public void read(ChannelHandlerContext context) {
    readHeldBack = !context.channel().isWritable();
    if (!readHeldBack) {
      context.read();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (!context.channel().isWritable()) {
      response = closeIn(context, responseTimeout, "response_timeout");
    } else {
      cancel(response);
      if (readHeldBack) {
        readHeldBack = false;
        context.read();
      }
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    int bytes = message instanceof ByteBuf buffer ? buffer.readableBytes() : 0;
    if (bytes == 0) {
      context.write(message, promise);
      return;
    }
    if (unread.reserve(client, bytes) != Volume.Room.TAKEN) {
      gatekeeper.refused("response_bytes");
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      context.close();
      return;
    }
    context.write(message, promise.unvoid().addListener(gone -> unread.release(client, bytes)));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel(headers);
    cancel(response);
    context.fireChannelInactive();
  }

  private Future<?> closeIn(ChannelHandlerContext context, Duration timeout, String kind) {
    return context
        .executor()
        .schedule(
            () -> {
              gatekeeper.refused(kind);
              context.close();
            },
            timeout.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  private static void cancel(Future<?> timer) {
    if (timer != null) {
      timer.cancel(false);
    }
  }
}
