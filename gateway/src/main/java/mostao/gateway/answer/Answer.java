package mostao.gateway.answer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * What was asked for, or the refusal.
 *
 * @param <T> what was asked for
 */
public sealed interface Answer<T> {
  record Given<T>(T value) implements Answer<T> {
    public Given {
      Objects.requireNonNull(value, "value");
    }
  }

  record Denied<T>(Refused refused) implements Answer<T> {
    public Denied {
      Objects.requireNonNull(refused, "refused");
    }
  }

  static <T> Answer<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Answer<T> denied(Refused refused) {
    return new Denied<>(refused);
  }

  /** The denial as an asynchronous answer that is there at once. */
  static <T> CompletionStage<Answer<T>> deniedNow(Refused refused) {
    return CompletableFuture.completedFuture(denied(refused));
  }

  /** One view for either case. */
  default <U> U fold(Function<? super T, ? extends U> onGiven, Function<Refused, ? extends U> on) {
    return this instanceof Given<T> given
        ? onGiven.apply(given.value())
        : on.apply(((Denied<T>) this).refused());
  }

  /** The next step on what was given; a denial stays what it is. */
  default <U> Answer<U> then(Function<? super T, Answer<U>> next) {
    return fold(next, Answer::denied);
  }

  /** The next, asynchronous step on what was given; a denial stays what it is. */
  default <U> CompletionStage<Answer<U>> thenAsk(
      Function<? super T, CompletionStage<Answer<U>>> next) {
    return fold(next, Answer::deniedNow);
  }
}
