package mostao.ao.ans104;

import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.function.Function;

/**
 * The result of reading untrusted input: the value, or the refusal. Never null, never an exception.
 *
 * @param <T> what was to be read
 */
public sealed interface Reading<T> permits Reading.Ok, Reading.Refused {
  /** The value was read. */
  record Ok<T>(T value) implements Reading<T> {
    public Ok {
      Objects.requireNonNull(value, "value");
    }
  }

  /** It was not, and this is why. */
  record Refused<T>(Refusal refusal) implements Reading<T> {
    public Refused {
      Objects.requireNonNull(refusal, "refusal");
    }

    /** The same refusal, where something else was to be read. */
    public <U> Reading<U> retyped() {
      return new Refused<>(refusal);
    }

    /** The same refusal, of a part of what was to be read. */
    <U> Reading<U> in(String part) {
      return Reading.refused(refusal.rule(), part + ": " + refusal.message());
    }
  }

  static <T> Reading<T> ok(T value) {
    return new Ok<>(value);
  }

  static <T> Reading<T> refused(String rule, String message) {
    return new Refused<>(new Refusal(rule, message));
  }

  /** True when there is a value. */
  default boolean isOk() {
    return this instanceof Ok<T>;
  }

  /** The next step on the value; a refusal stays as it is. */
  default <U> Reading<U> then(Function<? super T, ? extends Reading<U>> next) {
    if (this instanceof Ok<T> ok) {
      return next.apply(ok.value());
    }
    return ((Refused<T>) this).retyped();
  }

  /** Another view of the value; a refusal stays as it is. */
  default <U> Reading<U> map(Function<? super T, ? extends U> view) {
    return then(value -> ok(view.apply(value)));
  }

  /** One answer for either case. */
  default <U> U fold(
      Function<? super T, ? extends U> onOk, Function<? super Refusal, ? extends U> onRefused) {
    return this instanceof Ok<T> ok
        ? onOk.apply(ok.value())
        : onRefused.apply(((Refused<T>) this).refusal());
  }

  /**
   * The value, for callers to whom a refusal would be a bug of their own.
   *
   * @throws NoSuchElementException with the refusal's text
   */
  default T orThrow() {
    if (this instanceof Ok<T> ok) {
      return ok.value();
    }
    throw new NoSuchElementException(((Refused<T>) this).refusal().toString());
  }
}
