package mostao.gateway.result;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Tells waiters of Results as they are published. Reads a record's value only if one waits. */
final class OutboxWatch implements Tail.Listener {
  private final Waiters waiters;
  private final Consumer<String> published;

  /**
   * @param published told which process published something
   */
  OutboxWatch(Waiters waiters, Consumer<String> published) {
    this.waiters = waiters;
    this.published = published;
  }

  @Override
  public void record(ConsumerRecord<String, byte[]> found) {
    Header id = found.headers().lastHeader(Headers.ID);
    if (found.key() == null || found.value() == null || id == null) {
      return;
    }
    published.accept(found.key());
    String message = new String(id.value(), StandardCharsets.UTF_8);
    waiters.tell(found.key(), message, () -> read(found, message));
  }

  /** The value counts, not the header; a record that doesn't fit completes no wait. */
  private static Optional<OutboxRecord> read(ConsumerRecord<String, byte[]> found, String message) {
    return Wire.decodeOutbox(found.value()) instanceof Decoded.Ok<OutboxRecord> ok
            && ok.value().process().equals(found.key())
            && ok.value().message().equals(message)
        ? Optional.of(ok.value())
        : Optional.empty();
  }
}
