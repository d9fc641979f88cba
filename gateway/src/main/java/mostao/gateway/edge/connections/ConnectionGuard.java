package mostao.gateway.edge.connections;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import mostao.gateway.edge.limits.FairBudget;
import mostao.gateway.edge.limits.TransferSettings;

/**
 * Watches one connection.
 *
 * <pre>
 *   accepted ─▶ saying ──begun──▶ served ──answered──▶ resting ──first byte──▶ saying …
 *                 │ header-timeout: closed
 * </pre>
 *
 * <p>From a client that does not read its answers nothing more is read, so that it can't ask for
 * more. Its connection is closed after {@code response-timeout}, or when the bytes it leaves unread
 * are more than there is room for. Runs on the connection's event loop only, except {@link
 * #answered}.
 */
public final class ConnectionGuard extends ChannelDuplexHandler {
  private final Consumer<String> refused;
  private final String client;
  private final Duration headerTimeout;
  private final Duration responseTimeout;
  private final FairBudget unread;
  private volatile EventExecutor loop;

  /** Bytes that were sent and are not read yet. */
  private FairBudget.Claim claim;

  /** In-flight requests, also those that still send their body while they are answered. */
  private int served;

  private Future<?> headers;
  private Future<?> response;
  private boolean readHeldBack;

  /**
   * @param refused told of the limit by which the connection is closed
   */
  ConnectionGuard(
      Consumer<String> refused, String client, TransferSettings settings, FairBudget unread) {
    this.refused = refused;
    this.client = client;
    this.headerTimeout = settings.headerTimeout();
    this.responseTimeout = settings.responseTimeout();
    this.unread = unread;
  }

  /**
   * The headers of a request are there, or its answer is and more of it comes; on the event loop.
   */
  public void begun() {
    served++;
    cancel(headers);
  }

  /**
   * The answer to a request is about to be written, or the last of the request came behind it; on
   * any thread. To be called before the answer is written: then this is known here before the
   * client can answer the answer.
   */
  public void answered() {
    if (loop.inEventLoop()) {
      served--;
    } else {
      loop.execute(() -> served--);
    }
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    loop = context.executor();
    claim = unread.claim(client, () -> loop.execute(() -> noRoom(context)));
    expectHeaders(context);
    DateHeader.SHARED.joins(context.pipeline());
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (served == 0 && headers.isDone()) {
      expectHeaders(context);
    }
    context.fireChannelRead(message);
  }

  private void expectHeaders(ChannelHandlerContext context) {
    headers = closeIn(context, headerTimeout, "header_timeout");
  }

  /** More bytes of the client are wanted. */
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
    if (claim.take(bytes) != FairBudget.Outcome.TAKEN) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
      noRoom(context);
      return;
    }
    context.write(message, promise.unvoid().addListener(gone -> claim.giveBack(bytes)));
  }

  private void noRoom(ChannelHandlerContext context) {
    if (context.channel().isOpen()) {
      refused.accept("response_bytes");
      context.close();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel(headers);
    cancel(response);
    claim.close();
    context.fireChannelInactive();
  }

  private Future<?> closeIn(ChannelHandlerContext context, Duration timeout, String kind) {
    return context
        .executor()
        .schedule(
            () -> {
              refused.accept(kind);
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
