package mostao.local.watch;

import java.util.List;
import java.util.Optional;

/** A record of a topic, as far as people who watch need it. */
sealed interface Seen {
  Place place();

  /** When the record was written, Unix milliseconds: the broker's time on inboxes. */
  long at();

  /** Id of the item that began the chain, where the record says it. */
  default Optional<String> chain() {
    return Optional.empty();
  }

  /**
   * An item on an inbox.
   *
   * @param id of the item
   * @param from who speaks: a wallet or a process
   * @param target the process that is to evaluate it
   * @param push whether the authority signed it for a process
   * @param root id of the item that began the chain
   * @param anchor its text; empty on what only has a reference
   * @param reference of the spawn that a birth, or the answer to one, belongs to
   * @param error code of a refusal that it carries
   * @param data as it is, or empty if contents are not asked for
   */
  record Taken(
      Place place,
      long at,
      String id,
      String from,
      String target,
      boolean push,
      String action,
      String root,
      String anchor,
      Optional<String> reference,
      Optional<String> error,
      Optional<String> data)
      implements Seen {
    boolean isBirth() {
      return id.equals(target);
    }

    @Override
    public Optional<String> chain() {
      return Optional.of(root);
    }
  }

  /**
   * A Result on an outbox.
   *
   * @param message id of the evaluated item
   * @param refusal code, if the only answer is a refusal
   * @param error of a handler that failed
   */
  record Evaluated(
      Place place,
      long at,
      String process,
      String message,
      String action,
      long nonce,
      String root,
      List<Sent> messages,
      List<Sent> spawns,
      int assignments,
      Optional<String> refusal,
      Optional<String> error)
      implements Seen {
    Outcome outcome() {
      if (error.isPresent()) {
        return Outcome.ERROR;
      }
      return refusal.isPresent() ? Outcome.REFUSED : Outcome.RESULT;
    }

    @Override
    public Optional<String> chain() {
      return Optional.of(root);
    }
  }

  /**
   * A message or spawn in a Result.
   *
   * @param target empty for a spawn
   */
  record Sent(String target, String action, String anchor, Optional<String> reference) {}

  /**
   * A message of a process to a wallet.
   *
   * @param message id of the item that the process evaluated
   * @param index among the messages of that Result
   * @param id of the item for the wallet
   */
  record Told(
      Place place,
      long at,
      String process,
      String message,
      int index,
      String id,
      String wallet,
      String action,
      Optional<String> root,
      Optional<String> error,
      Optional<String> data)
      implements Seen {
    @Override
    public Optional<String> chain() {
      return root;
    }
  }

  /**
   * A dead letter.
   *
   * @param name as {@code mostao dlq} calls it
   * @param source where the record stood
   */
  record Dead(
      Place place, long at, String name, Place source, String fault, String detail, String key)
      implements Seen {}

  /** A process in the directory. */
  record Listed(Place place, long at, String process, String module, String owner)
      implements Seen {}

  /** A record that is none of the above, and why. */
  record Unread(Place place, long at, String why) implements Seen {}
}
