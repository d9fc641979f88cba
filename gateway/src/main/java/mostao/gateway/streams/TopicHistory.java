package mostao.gateway.streams;

import java.util.concurrent.CompletionStage;

/** The wallets' inbox as the broker keeps it. Thread-safe, never blocks. */
interface TopicHistory extends AutoCloseable {
  /**
   * A page for one wallet from an offset on, or from the oldest there is. It may hold nothing and
   * still have moved on. When the offset is behind the end, {@code next} is the end.
   *
   * @return fails with {@link mostao.gateway.answer.Unavailable} when the broker does not answer
   */
  CompletionStage<WalletPage> read(int partition, String key, long from);

  /** Where the partition ends. */
  CompletionStage<Long> end(int partition);

  @Override
  void close();
}
