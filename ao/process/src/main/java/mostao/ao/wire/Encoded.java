package mostao.ao.wire;

import java.util.Objects;
import java.util.function.Function;

/**
 * A record and its JSON, which is written when it is first asked for, and once: the same bytes go
 * to the log and to a topic. Equal when the records are. Thread-safe; nobody changes the bytes.
 */
public final class Encoded<T> {
  private final T record;
  private final Function<T, byte[]> writer;
  private volatile byte[] json;

  private Encoded(T record, Function<T, byte[]> writer, byte[] json) {
    this.record = Objects.requireNonNull(record, "record");
    this.writer = writer;
    this.json = json;
  }

  public static Encoded<InboxRecord> of(InboxRecord inbox) {
    return new Encoded<>(inbox, Wire::encode, null);
  }

  public static Encoded<OutboxRecord> of(OutboxRecord outbox) {
    return new Encoded<>(outbox, Wire::encode, null);
  }

  /**
   * @param json as {@link Wire#encode(InboxRecord)} would write it
   */
  static Encoded<InboxRecord> of(InboxRecord inbox, byte[] json) {
    return new Encoded<>(inbox, Wire::encode, json);
  }

  public T record() {
    return record;
  }

  /** As {@link Wire} encodes it. */
  public byte[] json() {
    byte[] written = json;
    if (written == null) {
      written = writer.apply(record);
      json = written;
    }
    return written;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Encoded<?> encoded && record.equals(encoded.record);
  }

  @Override
  public int hashCode() {
    return record.hashCode();
  }

  @Override
  public String toString() {
    return record.toString();
  }
}
