package mostao.ao.runtime.unit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Outcome;
import mostao.ao.process.Refusal;
import mostao.ao.process.RowKey;

/**
 * Metrics of evaluations. A batch that is taken again is counted again. Every series is there from
 * the start: an Action that the module does not know is {@code other}, and only a refusal's known
 * code is counted, so nothing that a client writes becomes a label. Thread-safe.
 */
final class EvaluationMeters {
  /** The item that a process begins with has no Action. */
  private static final String BIRTH = "birth";

  private static final String OTHER = "other";
  private static final String EVALUATED = "evaluated";
  private static final String REFUSED = "refused";
  private static final String FAILED = "failed";

  private final Map<String, ByOutcome> byAction = new HashMap<>();
  private final Map<String, Counter> byCode = new HashMap<>();
  private final ByOutcome births;
  private final ByOutcome others;
  private final Timer evaluations;

  /** The counters of one Action. */
  private record ByOutcome(Counter evaluated, Counter refused, Counter failed) {
    static ByOutcome of(String action, MeterRegistry meters) {
      return new ByOutcome(
          counter(action, EVALUATED, meters),
          counter(action, REFUSED, meters),
          counter(action, FAILED, meters));
    }

    private static Counter counter(String action, String outcome, MeterRegistry meters) {
      return Counter.builder("mostao.messages")
          .description("Evaluations")
          .tag("action", action)
          .tag("outcome", outcome)
          .register(meters);
    }
  }

  /**
   * @param actions that the module knows
   */
  EvaluationMeters(MeterRegistry meters, Set<String> actions) {
    actions.forEach(action -> byAction.put(action, ByOutcome.of(action, meters)));
    byAction.computeIfAbsent("Info", action -> ByOutcome.of(action, meters));
    this.births = ByOutcome.of(BIRTH, meters);
    this.others = ByOutcome.of(OTHER, meters);
    for (Refusal.Code code : Refusal.Code.values()) {
      byCode.put(
          code.text(),
          Counter.builder("mostao.refusals")
              .description("Messages that were refused")
              .tag("code", code.text())
              .register(meters));
    }
    this.evaluations =
        Timer.builder("mostao.evaluation")
            .description("Evaluation of one message, without what its batch has in common")
            .register(meters);
  }

  /** The same evaluation, timed. */
  <V, C> Evaluator<V, C> timing(Evaluator<V, C> evaluator) {
    return new Evaluator<>() {
      @Override
      public Outcome<C> evaluate(V view, Env env, long reference, Message message) {
        long begun = System.nanoTime();
        try {
          return evaluator.evaluate(view, env, reference, message);
        } finally {
          evaluations.record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
      }

      @Override
      public Set<RowKey> rowKeys(Env env, Message message) {
        return evaluator.rowKeys(env, message);
      }

      @Override
      public Set<String> names() {
        return evaluator.names();
      }
    };
  }

  /** The label of an Action. */
  String action(String process, String message, String action) {
    if (process.equals(message)) {
      return BIRTH;
    }
    return byAction.containsKey(action) ? action : OTHER;
  }

  /** The label of what a message was evaluated to. */
  String outcome(Result result) {
    if (result.error().isPresent()) {
      return FAILED;
    }
    return refusal(result) == null ? EVALUATED : REFUSED;
  }

  /** What a message was evaluated to. */
  void count(Message message, Result result) {
    ByOutcome action =
        message.createsProcess() ? births : byAction.getOrDefault(message.action(), others);
    Counter refusal = refusal(result);
    if (result.error().isPresent()) {
      action.failed.increment();
    } else if (refusal != null) {
      action.refused.increment();
      refusal.increment();
    } else {
      action.evaluated.increment();
    }
  }

  /** A refusal is the first message of its Result; further ones may carry any tag. */
  private Counter refusal(Result result) {
    List<Result.Outgoing> messages = result.messages();
    return messages.isEmpty()
        ? null
        : messages.get(0).tags().first(Names.ERROR).map(byCode::get).orElse(null);
  }
}
