package mostao.gateway.edge.connections;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DateFormatter;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import java.util.Date;

/**
 * Gives every answer a {@code Date}, by which a client can set its clock: also to requests that the
 * server can't parse, which no route sees. Thread-safe.
 */
@Sharable
final class DateHeader extends ChannelOutboundHandlerAdapter {
  static final DateHeader SHARED = new DateHeader();

  private DateHeader() {}

  /** Stands between the last handler, which answers, and those that write the answer. */
  void joins(ChannelPipeline pipeline) {
    pipeline.addBefore(pipeline.lastContext().name(), null, this);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response
        && !response.headers().contains(HttpHeaderNames.DATE)) {
      response.headers().set(HttpHeaderNames.DATE, DateFormatter.format(new Date()));
    }
    context.write(message, promise);
  }
}
