package mostao.ao.runtime.unit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Outcome;
import mostao.ao.process.Refusal;
import mostao.ao.process.RowKey;

/** Counts refused messages by their code. A batch that is taken again is counted again. */
@Singleton
class Refusals {
  private final Map<String, Counter> byCode = new HashMap<>();

  @Inject
  Refusals(MeterRegistry meters) {
    for (Refusal.Code code : Refusal.Code.values()) {
      byCode.put(
          code.text(),
          Counter.builder("mostao.refusals")
              .description("Messages that were refused")
              .tag("code", code.text())
              .register(meters));
    }
  }

  /** The same evaluation, counted. */
  <V, C> Evaluator<V, C> counting(Evaluator<V, C> evaluator) {
    return new Evaluator<>() {
      @Override
      public Outcome<C> evaluate(V view, Env env, long reference, Message message) {
        Outcome<C> outcome = evaluator.evaluate(view, env, reference, message);
        count(outcome.result());
        return outcome;
      }

      @Override
      public Set<RowKey> rowKeys(Env env, Message message) {
        return evaluator.rowKeys(env, message);
      }
    };
  }

  /** A refusal is the first message of its Result; further ones may carry any tag. */
  private void count(Result result) {
    result.messages().stream()
        .limit(1)
        .flatMap(reply -> reply.tags().first(Names.ERROR).stream())
        .map(byCode::get)
        .filter(counter -> counter != null)
        .forEach(Counter::increment);
  }
}
