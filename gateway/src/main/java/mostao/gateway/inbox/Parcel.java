package mostao.gateway.inbox;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.DirectoryRecord;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.MonitorRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;

/**
 * A record on its way to a topic that the gateway writes.
 *
 * @param key decides the partition; null for dead letters, which have no order
 * @param value null erases what the key stands for, on a compacted topic
 * @param headers UTF-8, in order
 */
public record Parcel(String topic, String key, byte[] value, Map<String, byte[]> headers) {
  /** What a record's key, headers and framing may add to its value. */
  private static final int FRAMING_BYTES = 64 * 1024;

  public Parcel {
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(headers, "headers");
  }

  /**
   * An item for the inbox of a module.
   *
   * @param trace W3C trace context, carried along
   */
  public static Parcel toInbox(String module, InboxRecord item, Optional<byte[]> trace) {
    return new Parcel(
        Topics.inbox(module), item.target(), Wire.encode(item), traced(Headers.of(item), trace));
  }

  /** A message for a wallet. */
  public static Parcel toWallet(WalletRecord wallet, Optional<byte[]> trace) {
    return new Parcel(
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

  public static Parcel toDirectory(DirectoryRecord process) {
    return new Parcel(Topics.PROCESSES, process.process(), Wire.encode(process), Map.of());
  }

  public static Parcel toMonitors(MonitorRecord monitor) {
    return new Parcel(Topics.MONITORS, monitor.key(), Wire.encode(monitor), Map.of());
  }

  /** Erases a monitor. */
  public static Parcel noMonitor(MonitorRecord monitor) {
    return new Parcel(Topics.MONITORS, monitor.key(), null, Map.of());
  }

  public static Parcel toDeadLetters(String module, DeadLetter letter) {
    return new Parcel(Topics.deadLetters(module), letter.key(), letter.value(), Headers.of(letter));
  }

  /** Whether the topic takes a record of this size; the broker would refuse it for ever. */
  public boolean fits() {
    long size = value == null ? 0 : value.length;
    for (Map.Entry<String, byte[]> header : headers.entrySet()) {
      size += header.getKey().length() + header.getValue().length;
    }
    return size <= Topics.MAX_RECORD_BYTES - FRAMING_BYTES;
  }
}
