package mostao.ao.turn;

import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.process.ActionTable;
import mostao.ao.process.Env;
import mostao.ao.process.Outcome;
import mostao.ao.process.PureModule;
import mostao.ao.process.Rows;
import mostao.ao.process.Rules;
import mostao.ao.wire.Encoded;
import mostao.ao.wire.InboxRecord;

/**
 * One process, evaluated again from its first message on, in memory: what a turn makes of the same
 * messages at the same times. Not thread-safe.
 */
public final class Replay<V, C> {
  private final ActionTable<V, C> table;
  private final Rows<V, C> rows;
  private final Rules rules;
  private Optional<Env> env = Optional.empty();
  private long reference;

  /**
   * @param rules of the deployment whose evaluations are repeated
   */
  public Replay(PureModule<V, C> module, Rules rules) {
    this.table = module.table();
    this.rows = module.empty();
    this.rules = rules;
  }

  /**
   * Evaluates the next message.
   *
   * @param item the process item first
   * @param exclude names of fields that the process does not get to see
   * @param timestamp of the assignment, Unix milliseconds
   */
  public Result next(VerifiedItem item, List<String> exclude, long timestamp) {
    Env here = env.orElseGet(() -> born(item));
    boolean own = item.id().equals(here.id()) || item.targetId().equals(here.id());
    InboxRecord record =
        own
            ? record(item, here.id())
            : record(item, item.targetId()).assignedTo(here.id(), exclude);
    Message message = new VerifiedRecord(Encoded.of(record)).message(timestamp);
    Outcome<C> outcome = outcome(here, message);
    outcome.changes().forEach(rows::apply);
    reference = outcome.reference();
    return outcome.result();
  }

  private Env born(VerifiedItem item) {
    Env here = new Env(item.id(), item.owner(), item.tags(), rules);
    env = Optional.of(here);
    return here;
  }

  private static InboxRecord record(VerifiedItem item, String target) {
    String from = item.tags().first(Names.FROM_PROCESS).orElse(item.owner());
    return InboxVerifier.record(item, from, target);
  }

  private Outcome<C> outcome(Env here, Message message) {
    try {
      Outcome<C> outcome = table.evaluate(rows.view(), here, reference, message);
      return ResultSize.fault(outcome.result(), rules.resultBytes())
          .map(this::failed)
          .orElse(outcome);
    } catch (RuntimeException bug) {
      return failed("handler failed: " + bug.getClass().getName());
    }
  }

  private Outcome<C> failed(String error) {
    return new Outcome<>(List.of(), Result.failed(error), reference);
  }
}
