package mostao.gateway.answer;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * The requested value, or the refusal.
 *
 * @param <T> what was asked for
 */
public sealed interface Reply<T> {
  record Given<T>(T value) implements Reply<T> {
    public Given {
      Objects.requireNonNull(value, "value");
    }
  }

  record Denied<T>(ApiError refused) implements Reply<T> {
    public Denied {
      Objects.requireNonNull(refused, "refused");
    }
  }

  static <T> Reply<T> given(T value) {
    return new Given<>(value);
  }

  static <T> Reply<T> denied(ApiError refused) {
    return new Denied<>(refused);
  }

  /** The denial as an asynchronous answer that is there at once. */
  static <T> CompletionStage<Reply<T>> deniedNow(ApiError refused) {
    return CompletableFuture.completedFuture(denied(refused));
  }

  /** Whether it was denied because what was asked for does not exist, or not yet. */
  default boolean isMissing() {
    return fold(value -> false, ApiError::isMissing);
  }

  /** One view for either case. */
  default <U> U fold(Function<? super T, ? extends U> onGiven, Function<ApiError, ? extends U> on) {
    return this instanceof Given<T> given
        ? onGiven.apply(given.value())
        : on.apply(((Denied<T>) this).refused());
  }

  /** The next step on the value; a denial stays as it is. */
  default <U> Reply<U> then(Function<? super T, Reply<U>> next) {
    return fold(next, Reply::denied);
  }

  /** The next, asynchronous step on the value; a denial stays as it is. */
  default <U> CompletionStage<Reply<U>> thenAsk(
      Function<? super T, CompletionStage<Reply<U>>> next) {
    return fold(next, Reply::deniedNow);
  }
}
