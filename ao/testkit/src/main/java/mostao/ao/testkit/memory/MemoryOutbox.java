package mostao.ao.testkit.memory;

import java.util.ArrayList;
import java.util.List;
import mostao.ao.turn.BrokenDependency;
import mostao.ao.turn.Outbox;
import mostao.ao.turn.Publication;
import mostao.ao.wire.DeadLetter;
import mostao.ao.wire.OutboxRecord;

/** An outbox topic and a dead-letter topic in memory; can be told to break. */
public final class MemoryOutbox implements Outbox {
  private final List<OutboxRecord> results = new ArrayList<>();
  private final List<DeadLetter> letters = new ArrayList<>();
  private int accepts = Integer.MAX_VALUE;

  /** From now on takes this many records, then breaks until told otherwise. */
  public void acceptOnly(int records) {
    accepts = records;
  }

  @Override
  public void publish(List<Publication> newResults, List<DeadLetter> newLetters) {
    newResults.forEach(one -> put(results, one.result()));
    newLetters.forEach(letter -> put(letters, letter));
  }

  private <T> void put(List<T> topic, T record) {
    if (accepts <= 0) {
      throw new BrokenDependency("the broker did not acknowledge", null);
    }
    accepts--;
    topic.add(record);
  }

  public List<OutboxRecord> results() {
    return List.copyOf(results);
  }

  public List<DeadLetter> letters() {
    return List.copyOf(letters);
  }
}
