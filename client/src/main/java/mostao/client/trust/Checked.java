package mostao.client.trust;

/** What a check came to: something to believe, or why not. */
public sealed interface Checked<T> {
  /** It may be believed. */
  record Good<T>(T value) implements Checked<T> {}

  /**
   * It may not.
   *
   * @param reason a sentence for people, without the full stop
   */
  record Bad<T>(String reason) implements Checked<T> {}

  static <T> Checked<T> good(T value) {
    return new Good<>(value);
  }

  static <T> Checked<T> bad(String reason) {
    return new Bad<>(reason);
  }
}
