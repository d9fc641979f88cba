package mostao.ao.signer;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Frames over one connection, none of which may take longer than a limit. One thread reads and
 * writes.
 */
final class FrameChannel implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;

  private final SocketChannel channel;
  private final Selector selector;
  private final SelectionKey key;
  private final Duration limit;
  private final ByteBuffer in = ByteBuffer.allocate(BUFFER).limit(0);

  /**
   * @param channel connected; closed by {@link #close}
   * @param limit for writing one frame, and for reading one
   */
  FrameChannel(SocketChannel channel, Duration limit) throws IOException {
    this.channel = channel;
    this.limit = limit;
    channel.configureBlocking(false);
    this.selector = Selector.open();
    this.key = channel.register(selector, 0);
  }

  void write(Frame frame) throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    ByteBuffer bytes = frame.bytes();
    while (bytes.hasRemaining()) {
      if (channel.write(bytes) == 0) {
        await(SelectionKey.OP_WRITE, end);
      }
    }
  }

  /** The next frame, which has to be there in time. */
  Frame read() throws IOException {
    long end = System.nanoTime() + limit.toNanos();
    return Frame.read(bytes -> next(bytes, end));
  }

  /** Waits as long as it takes for a frame to begin; false when the other side has ended. */
  boolean awaitFrame() throws IOException {
    while (!in.hasRemaining()) {
      int got = channel.read(in.clear());
      in.flip();
      if (got < 0) {
        return false;
      }
      if (got == 0) {
        select(SelectionKey.OP_READ, 0);
      }
    }
    return true;
  }

  private ByteBuffer next(int count, long end) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count);
    while (bytes.hasRemaining()) {
      if (!in.hasRemaining()) {
        int got = channel.read(in.clear());
        in.flip();
        if (got < 0) {
          throw new EOFException("the connection ended");
        }
        if (got == 0) {
          await(SelectionKey.OP_READ, end);
        }
      }
      int take = Math.min(in.remaining(), bytes.remaining());
      bytes.put(in.slice().limit(take));
      in.position(in.position() + take);
    }
    return bytes.flip();
  }

  private void await(int operation, long end) throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    if (left > 0) {
      select(operation, left);
    }
    if (left <= 0 || System.nanoTime() - end > 0) {
      throw new SocketTimeoutException("it took longer than " + limit.toMillis() + " ms");
    }
  }

  /**
   * @param millis 0 for as long as it takes
   */
  private void select(int operation, long millis) throws IOException {
    try {
      key.interestOps(operation);
      selector.select(millis);
      selector.selectedKeys().clear();
    } catch (ClosedSelectorException | CancelledKeyException closed) {
      throw new ClosedChannelException();
    }
  }

  /** May be called by another thread, whose waiting then ends. */
  @Override
  public void close() throws IOException {
    try (channel) {
      selector.close();
    }
  }
}
