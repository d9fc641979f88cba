package mostao.gateway.streams;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Where the events of one stream come from. It holds one page of them at most. Used by one thread
 * at a time.
 */
interface EventSource {
  /** The next event, if it is in the page; the source then stands behind it. */
  Optional<StreamEvent> poll();

  /** Reads the next page; ends on the stream's thread, also when it can't be read now. */
  CompletionStage<Void> fill();

  /** Takes what was read on this thread, and fails there if it could not be. */
  static <T> CompletionStage<Void> taken(
      CompletionStage<T> read, Executor thread, Consumer<T> take) {
    return read.handleAsync(
        (page, failure) -> {
          if (failure != null) {
            throw new CompletionException(failure);
          }
          take.accept(page);
          return null;
        },
        thread);
  }

  /** Whether more is known to follow the page. */
  boolean more();

  /** Drops the rest of the page; it will be read again. */
  void forget();

  /** The place behind everything that was given, as an event's id. */
  String position();

  /** The listener is no longer called. */
  void close();
}
