package mostao.ao.kafka.publish;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.DeploymentRecord;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;

/**
 * A record on its way to a topic.
 *
 * @param key decides the partition; null for dead letters, which have no order
 * @param headers UTF-8, in order
 */
public record TopicRecord(String topic, String key, byte[] value, Map<String, byte[]> headers) {
  /** Bytes that a record's key, headers and framing may add to its value. */
  private static final int FRAMING_BYTES = 64 * 1024;

  public TopicRecord {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(headers, "headers");
  }

  /**
   * An item for the inbox of a module.
   *
   * @param trace W3C trace context, carried along
   */
  public static TopicRecord toInbox(String module, InboxRecord item, Optional<byte[]> trace) {
    return new TopicRecord(
        Topics.inbox(module), item.target(), Wire.encode(item), traced(Headers.of(item), trace));
  }

  /** A message for a wallet. */
  public static TopicRecord toWallet(WalletRecord wallet, Optional<byte[]> trace) {
    return new TopicRecord(
        Topics.WALLETS,
        wallet.item().target(),
        Wire.encode(wallet),
        traced(Headers.of(wallet), trace));
  }

  private static Map<String, byte[]> traced(Map<String, byte[]> headers, Optional<byte[]> trace) {
    Map<String, byte[]> all = new LinkedHashMap<>(headers);
    trace.ifPresent(context -> all.put(Headers.TRACEPARENT, context));
    return all;
  }

  /** The deployment record, for the directory. */
  public static TopicRecord toDirectory(DeploymentRecord deployment) {
    return new TopicRecord(
        Topics.PROCESSES, DeploymentRecord.KEY, Wire.encode(deployment), Map.of());
  }

  public static TopicRecord toDirectory(DirectoryRecord process) {
    return new TopicRecord(Topics.PROCESSES, process.process(), Wire.encode(process), Map.of());
  }

  public static TopicRecord toDeadLetters(String module, DeadLetter letter) {
    return new TopicRecord(
        Topics.deadLetters(module), letter.key(), letter.value(), Headers.of(letter));
  }

  /**
   * Whether the topic takes a record of this size; the broker would refuse a larger one every time.
   */
  public boolean fits() {
    long size = value.length;
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      size += header.getKey().length() + header.getValue().length;
    }
    return size <= Topics.MAX_RECORD_BYTES - FRAMING_BYTES;
  }
}
