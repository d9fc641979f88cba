package mostao.client.bench;

import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One of the threads that send, with a connection of its own. */
final class Sender implements Callable<Boolean> {
  private static final int ACCEPTED = 202;
  private static final int TOO_MANY = 429;
  private static final int LONGEST_PAUSE_MS = 5_000;
  private static final int FIRST_PAUSE_MS = 20;

  /** An answer of the gateway that no further try would change. */
  static final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  private final DoorConnection connection;
  private final Due due;
  private final Supplier<Stock.Item> stock;
  private final Book book;
  private final long giveUp;

  /**
   * @param stock gives the next item, or null when there is none
   * @param giveUp when an item that is still not taken is given up, by {@link System#nanoTime}
   */
  Sender(DoorConnection connection, Due due, Supplier<Stock.Item> stock, Book book, long giveUp) {
    this.connection = connection;
    this.due = due;
    this.stock = stock;
    this.book = book;
    this.giveUp = giveUp;
  }

  /**
   * Sends until it is over.
   *
   * @return false when there were no items left before
   */
  @Override
  public Boolean call() throws IOException, InterruptedException {
    try (connection) {
      for (OptionalLong at = due.next(); at.isPresent(); at = due.next()) {
        if (System.nanoTime() - giveUp > 0) {
          throw new IOException(
              "messages that were due could not be sent in time: the rate is above what is taken");
        }
        Stock.Item item = stock.get();
        if (item == null) {
          // The others that wait are to see it too.
          due.delivered();
          return false;
        }
        Sent message = new Sent(item.pair(), item.number(), at.getAsLong());
        book.posting(item.id(), message, System.nanoTime());
        post(item, message);
      }
      return true;
    }
  }

  private void post(Stock.Item item, Sent message) throws IOException, InterruptedException {
    int pause = FIRST_PAUSE_MS;
    for (boolean first = true; ; first = false) {
      String why;
      int asked = 0;
      try {
        DoorConnection.Answer answer = connection.post(item.bytes());
        if (answer.status() == ACCEPTED) {
          book.accepted(message, System.nanoTime());
          if (first && answer.text().contains("\"known\":true")) {
            throw new Refused("an item had been posted before; remove the folder of items");
          }
          return;
        }
        why = "HTTP " + answer.status();
        asked = 1_000 * answer.retryAfter();
        if (answer.status() / 100 == 4 && answer.status() != TOO_MANY) {
          throw new Refused("an item was refused: " + why + " " + answer.text());
        }
      } catch (Refused noUse) {
        throw noUse;
      } catch (IOException failed) {
        why = failed.getClass().getSimpleName();
      }
      book.refused(why);
      if (System.nanoTime() - giveUp > 0) {
        throw new IOException("an item was not taken to the end: " + why);
      }
      TimeUnit.MILLISECONDS.sleep(Math.min(LONGEST_PAUSE_MS, Math.max(asked, pause)));
      pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
    }
  }
}
