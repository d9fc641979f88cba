package mostao.gateway.streams;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;

/**
 * The messages from processes to wallets: the latest in memory, the rest on the broker.
 * Thread-safe, never blocks.
 */
public final class WalletInbox implements Tail.Listener, AutoCloseable {
  private final TopicHistory history;
  private final int pageBytes;
  private final List<RecentRecords> rings;

  WalletInbox(TopicHistory history, StreamSettings settings) {
    this.history = history;
    this.pageBytes = settings.pageBytes();
    this.rings =
        IntStream.range(0, Topics.WALLET_PARTITIONS)
            .mapToObj(partition -> new RecentRecords(settings.ringRecords(), settings.ringBytes()))
            .toList();
  }

  /** The inbox of the broker's topic; to be told of its records by a tail. */
  public static WalletInbox of(Map<String, Object> kafka, StreamSettings settings) {
    return new WalletInbox(new BrokerHistory(kafka, settings), settings);
  }

  /** Where Kafka's producer puts a key. */
  static int partition(String wallet) {
    byte[] key = wallet.getBytes(StandardCharsets.UTF_8);
    return Utils.toPositive(Utils.murmur2(key)) % Topics.WALLET_PARTITIONS;
  }

  @Override
  public void record(ConsumerRecord<String, byte[]> found) {
    String key = found.key() == null ? "" : found.key();
    byte[] value = found.value() == null ? new byte[0] : found.value();
    rings.get(found.partition()).add(new TopicEntry(found.offset(), key, value));
  }

  @Override
  public void position(TopicPartition partition, long next) {
    rings.get(partition.partition()).stand(next);
  }

  @Override
  public boolean awaits() {
    return rings.stream().anyMatch(RecentRecords::isWatched);
  }

  RecentRecords.Watch watch(String wallet, Runnable wake) {
    return ring(wallet).watch(wallet, wake);
  }

  void unwatch(String wallet, RecentRecords.Watch watch) {
    ring(wallet).unwatch(watch);
  }

  private RecentRecords ring(String wallet) {
    return rings.get(partition(wallet));
  }

  /** Where the wallet's partition ends. */
  CompletionStage<Long> end(String wallet) {
    OptionalLong known = ring(wallet).end();
    return known.isPresent()
        ? CompletableFuture.completedFuture(known.getAsLong())
        : history.end(partition(wallet));
  }

  /**
   * The messages to a wallet from an offset on; see {@link TopicHistory#read}.
   *
   * @param start offset of the first record that is to be given
   */
  CompletionStage<WalletPage> read(
      String wallet, RecentRecords.Watch watch, long from, long start) {
    return ring(wallet)
        .read(watch, from, start, pageBytes)
        .<CompletionStage<WalletPage>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> history.read(partition(wallet), wallet, from));
  }

  @Override
  public void close() {
    history.close();
  }
}
