package mostao.client.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One connection of server-sent events (HTML Living Standard, section 9.2), read on a thread of its
 * own, so that its reader can give up. Reads no further than a few blocks ahead.
 */
final class SseConnection implements AutoCloseable {
  private static final int AHEAD = 64;

  /**
   * The lines between two empty lines.
   *
   * @param id empty when none is said
   * @param data empty in a block that only moves the place
   * @param retryMs below 0 when none is said
   * @param last nothing comes behind it
   */
  record Block(String name, String id, String data, long retryMs, boolean last) {
    private static final Block END = new Block("", "", "", -1, true);
  }

  private final InputStream body;
  private final BlockingQueue<Block> blocks = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;

  SseConnection(InputStream body) {
    this.body = body;
    this.thread = new Thread(this::read, "event-stream");
    this.thread.setDaemon(true);
    this.thread.start();
  }

  /** The next block; the last one if none comes in time. */
  Block next(Duration silence) throws InterruptedException {
    Block block = blocks.poll(silence.toMillis(), TimeUnit.MILLISECONDS);
    return block == null ? Block.END : block;
  }

  private void read() {
    try {
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
        readBlocks(lines);
      } catch (IOException broken) {
        // As good as its end: the reader connects again.
        blocks.put(Block.END);
        return;
      }
      blocks.put(Block.END);
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void readBlocks(BufferedReader lines) throws IOException, InterruptedException {
    String name = "";
    String id = "";
    StringBuilder data = new StringBuilder();
    long retryMs = -1;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      int colon = line.indexOf(':');
      String field = colon < 0 ? line : line.substring(0, colon);
      String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "event" -> name = value;
        case "id" -> id = value;
        case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
        case "retry" -> retryMs = value.matches("[0-9]{1,9}") ? Long.parseLong(value) : retryMs;
        default -> {
          if (line.isEmpty()) {
            blocks.put(new Block(name, id, data.toString(), retryMs, false));
            name = "";
            id = "";
            data.setLength(0);
            retryMs = -1;
          }
        }
      }
    }
  }

  /** A reader that waits is given the last block. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      body.close();
    } catch (IOException gone) {
      // It has no reader any more.
    }
    blocks.clear();
    blocks.offer(Block.END);
  }
}
