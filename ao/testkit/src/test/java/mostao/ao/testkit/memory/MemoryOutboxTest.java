package mostao.ao.testkit.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mostao.ao.testkit.contract.OutboxContract;
import mostao.ao.turn.Outbox;
import mostao.ao.wire.OutboxRecord;

class MemoryOutboxTest extends OutboxContract {
  private final MemoryOutbox outbox = new MemoryOutbox();

  @Override
  protected Outbox outbox() {
    return outbox;
  }

  @Override
  protected List<OutboxRecord> results() {
    return outbox.results();
  }

  @Override
  protected List<String> letters() {
    return outbox.letters().stream()
        .map(letter -> new String(letter.value(), StandardCharsets.UTF_8))
        .toList();
  }

  @Override
  protected void breakAfter(int records) {
    outbox.acceptOnly(records);
  }

  @Override
  protected void mend() {
    outbox.acceptOnly(Integer.MAX_VALUE);
  }
}
