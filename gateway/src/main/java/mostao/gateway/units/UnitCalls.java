package mostao.gateway.units;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import mostao.gateway.edge.limits.FairQueue;

/**
 * The questions to one unit: so many at a time, the others wait for their client's turn.
 * Thread-safe, never blocks.
 */
final class UnitCalls {
  private final int atOnce;
  private final FairQueue<Call<?>> waiting;
  private int asked;

  /**
   * @param atOnce questions on their way to the unit
   * @param queue questions that may wait
   */
  UnitCalls(int atOnce, int queue) {
    this.atOnce = atOnce;
    this.waiting = new FairQueue<>(queue);
  }

  private final class Call<T> {
    private final Supplier<Future<T>> question;
    private final Promise<T> answer = Promise.promise();

    Call(Supplier<Future<T>> question) {
      this.question = question;
    }

    void start() {
      Future<T> given;
      try {
        given = question.get();
      } catch (RuntimeException failure) {
        given = Future.failedFuture(failure);
      }
      given.onComplete(
          done -> {
            next().ifPresent(Call::start);
            answer.handle(done);
          });
    }
  }

  /**
   * Asks when it is the client's turn.
   *
   * @return fails with {@link RejectedExecutionException} when there is no room, or what waited had
   *     to make room for clients with less
   */
  <T> Future<T> call(String client, Supplier<Future<T>> question) {
    Call<T> call = new Call<>(question);
    Optional<Call<?>> out = Optional.empty();
    boolean now;
    synchronized (this) {
      now = asked < atOnce;
      if (now) {
        asked++;
      } else {
        out = waiting.offer(client, call);
      }
    }
    if (now) {
      call.start();
    }
    out.ifPresent(one -> one.answer.fail(new RejectedExecutionException("no room")));
    return call.answer.future();
  }

  private synchronized Optional<Call<?>> next() {
    Optional<Call<?>> next = waiting.poll();
    if (next.isEmpty()) {
      asked--;
    }
    return next;
  }
}
