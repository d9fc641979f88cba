package mostao.ao.testkit.memory;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.turn.Progress;
import mostao.ao.turn.Store;
import mostao.ao.turn.Tables;

/**
 * A transaction in progress; tests override the operations that they want to behave differently.
 */
public abstract class ForwardingWork<V, C> implements Store.Work<V, C> {
  private final Store.Work<V, C> work;

  protected ForwardingWork(Store.Work<V, C> work) {
    this.work = work;
  }

  @Override
  public Store.Opening open(
      SortedSet<Integer> partitions, Set<String> processes, Collection<Store.MessageKey> messages) {
    return work.open(partitions, processes, messages);
  }

  @Override
  public Map<Integer, Progress> lock(SortedSet<Integer> partitions) {
    return work.lock(partitions);
  }

  @Override
  public Map<String, ProcessRow> processes(Set<String> ids) {
    return work.processes(ids);
  }

  @Override
  public List<Evaluation> log(int partition, long from, long to) {
    return work.log(partition, from, to);
  }

  @Override
  public Tables<V, C> tables() {
    return work.tables();
  }

  @Override
  public void save(ProcessRow process) {
    work.save(process);
  }

  @Override
  public void append(List<Evaluation> evaluations) {
    work.append(evaluations);
  }

  @Override
  public void advance(Progress progress) {
    work.advance(progress);
  }
}
