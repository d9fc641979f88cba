package mostao.gateway.result;

import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import mostao.ao.kafka.tail.Tail;
import mostao.ao.wire.Headers;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Tells waiters of Results as they are published. Reads a record's value only if one waits. */
final class OutboxWatch implements Tail.Listener {
  private final Waiters waiters;
  private final RecentResults recent;
  private final Consumer<String> published;
  private final BooleanSupplier listened;

  /**
   * @param published told which process published something
   * @param listened whether anybody is interested in that
   */
  OutboxWatch(
      Waiters waiters, RecentResults recent, Consumer<String> published, BooleanSupplier listened) {
    this.waiters = waiters;
    this.recent = recent;
    this.published = published;
    this.listened = listened;
  }

  @Override
  public boolean awaits() {
    return waiters.count() > 0 || listened.getAsBoolean();
  }

  @Override
  public void record(ConsumerRecord<String, byte[]> found) {
    Header id = found.headers().lastHeader(Headers.ID);
    if (found.key() == null || found.value() == null || id == null) {
      return;
    }
    published.accept(found.key());
    Waiters.Key key = new Waiters.Key(found.key(), new String(id.value(), StandardCharsets.UTF_8));
    recent.saw(key, found.value());
    waiters.tell(key, () -> RecentResults.read(key, found.value()));
  }
}
