package mostao.local.watch;

import java.util.Optional;
import java.util.Set;

/**
 * Which records are shown; what is empty leaves out none.
 *
 * @param parties processes and wallets that a record is from, for or about
 * @param actions of messages and of evaluated messages
 * @param senders wallets or processes that speak
 * @param outcomes of what was processed; with some, only that is shown
 */
public record TailFilter(
    Set<String> parties, Set<String> actions, Set<String> senders, Set<Outcome> outcomes) {
  public TailFilter {
    parties = Set.copyOf(parties);
    actions = Set.copyOf(actions);
    senders = Set.copyOf(senders);
    outcomes = Set.copyOf(outcomes);
  }

  boolean shows(Seen seen) {
    if (seen instanceof Seen.Taken one) {
      return shows(Optional.of(one.action()), one.from(), one.target(), Optional.empty());
    }
    if (seen instanceof Seen.Evaluated one) {
      return shows(
          Optional.of(one.action()), one.process(), one.process(), Optional.of(one.outcome()));
    }
    if (seen instanceof Seen.Told one) {
      return shows(Optional.of(one.action()), one.process(), one.wallet(), Optional.empty());
    }
    if (seen instanceof Seen.Dead one) {
      return shows(Optional.empty(), one.key(), one.key(), Optional.of(Outcome.DEAD));
    }
    if (seen instanceof Seen.Listed one) {
      return shows(Optional.empty(), one.owner(), one.process(), Optional.empty());
    }
    return shows(Optional.empty(), "", "", Optional.empty());
  }

  private boolean shows(
      Optional<String> action, String sender, String about, Optional<Outcome> outcome) {
    return (parties.isEmpty() || parties.contains(sender) || parties.contains(about))
        && (actions.isEmpty() || action.filter(actions::contains).isPresent())
        && (senders.isEmpty() || senders.contains(sender))
        && (outcomes.isEmpty() || outcome.filter(outcomes::contains).isPresent());
  }
}
