package mostao.ao.runtime.unit;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Env;
import mostao.ao.process.Evaluator;
import mostao.ao.process.Outcome;
import mostao.ao.process.RowKey;
import mostao.ao.turn.ReceivedRecord;
import mostao.ao.turn.Store.MessageKey;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.Wire;

/**
 * Messages that are a bug of ours: the database refuses what they lead to, every time. Thread-safe.
 *
 * <p>Kept in memory only. After a restart such a message is met and condemned again, and a message
 * evaluated once is never evaluated again, so nothing depends on this list being kept.
 */
final class PoisonMessages {
  private static final int MOST = 1_000;

  private final Map<MessageKey, String> reasons =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageKey, String> eldest) {
          return size() > MOST;
        }
      };

  synchronized void add(Message message, Throwable reason) {
    reasons.put(new MessageKey(message.target(), message.id()), Causes.root(reason));
  }

  Optional<String> add(ReceivedRecord received, Throwable reason) {
    if (Wire.decodeInbox(received.value()) instanceof Decoded.Ok<InboxRecord> ok) {
      synchronized (this) {
        reasons.put(new MessageKey(ok.value().target(), ok.value().id()), Causes.root(reason));
      }
      return Optional.of(ok.value().id());
    }
    return Optional.empty();
  }

  private synchronized String reason(Message message) {
    return reasons.get(new MessageKey(message.target(), message.id()));
  }

  <V, C> Evaluator<V, C> around(Evaluator<V, C> evaluator) {
    Evaluator<V, C> guarded = deep(evaluator);
    return new Evaluator<>() {
      @Override
      public Outcome<C> evaluate(V view, Env env, long reference, Message message) {
        String reason = reason(message);
        if (reason != null) {
          throw new RefusedByDatabase(reason);
        }
        return guarded.evaluate(view, env, reference, message);
      }

      @Override
      public Set<RowKey> rowKeys(Env env, Message message) {
        return reason(message) == null ? guarded.rowKeys(env, message) : Set.of();
      }
    };
  }

  /** A handler that recurses without end is a bug like any other. */
  static <V, C> Evaluator<V, C> deep(Evaluator<V, C> evaluator) {
    return new Evaluator<>() {
      @Override
      public Outcome<C> evaluate(V view, Env env, long reference, Message message) {
        try {
          return evaluator.evaluate(view, env, reference, message);
        } catch (StackOverflowError endless) {
          throw new TooDeep();
        }
      }

      @Override
      public Set<RowKey> rowKeys(Env env, Message message) {
        try {
          return evaluator.rowKeys(env, message);
        } catch (StackOverflowError endless) {
          throw new TooDeep();
        }
      }
    };
  }

  /** Stands for the error that only a virtual machine should throw. */
  static final class TooDeep extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooDeep() {
      super("the stack overflowed", null, false, false);
    }
  }

  /** Seen in logs and, by name, in the evaluation's Error. */
  static final class RefusedByDatabase extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedByDatabase(String reason) {
      super(reason, null, false, false);
    }
  }
}
