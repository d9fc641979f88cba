package mostao.client.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Names;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.EventStream;
import mostao.client.http.StreamEvent;

/**
 * Follows the live stream of each receiving handle, as its owner's clients do. What it shows was
 * evaluated and committed. A thread for each.
 */
final class StreamDeliveries implements Deliveries {
  private final Book book;
  private final List<EventStream> streams = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closing;
  private volatile String failure = "";

  /**
   * @param cast whose streams are followed; stays open as long as this
   * @param patience until all streams are open
   */
  StreamDeliveries(Cast cast, Book book, WaitPolicy patience)
      throws IOException, InterruptedException {
    this.book = book;
    for (Pair pair : cast.pairs()) {
      streams.add(cast.client(pair).stream(pair.to().pid(), ""));
    }
    for (EventStream stream : streams) {
      Thread thread = new Thread(() -> follow(stream), "bench-stream");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
    awaitBegin(patience);
  }

  /** A stream that is open says where it stands; what is sent from then on is seen. */
  private void awaitBegin(WaitPolicy patience) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + patience.limit().toNanos();
    while (streams.stream().anyMatch(stream -> stream.lastEventId().isEmpty())) {
      if (!failure.isEmpty() || System.nanoTime() - deadline > 0) {
        close();
        throw new IOException(failure.isEmpty() ? "the live streams don't begin" : failure);
      }
      TimeUnit.MILLISECONDS.sleep(patience.firstPause().toMillis());
    }
  }

  private void follow(EventStream stream) {
    try {
      while (!closing) {
        take(stream.next());
      }
    } catch (IOException broken) {
      if (!closing) {
        failure = "a live stream can't be read any more: " + broken.getMessage();
      }
    } catch (InterruptedException closed) {
      // There is nobody to tell any more.
    }
  }

  private void take(StreamEvent event) {
    if (!event.name().equals("message")) {
      return;
    }
    String action = "";
    String root = "";
    for (JsonNode tag : event.data().path("Tags")) {
      switch (tag.path("name").asText()) {
        case Names.ACTION -> action = tag.path("value").asText();
        case Names.PUSHED_FOR -> root = tag.path("value").asText();
        default -> {
          // Says nothing about it.
        }
      }
    }
    if (action.equals("Notify")) {
      book.delivered(root, System.nanoTime());
    }
  }

  @Override
  public String seenOn() {
    return "live streams";
  }

  @Override
  public boolean seesAnswers() {
    return false;
  }

  @Override
  public String failure() {
    return failure;
  }

  @Override
  public void close() {
    closing = true;
    threads.forEach(Thread::interrupt);
    streams.forEach(EventStream::close);
  }
}
