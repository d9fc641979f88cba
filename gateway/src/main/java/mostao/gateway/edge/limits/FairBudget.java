package mostao.gateway.edge.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is held for clients, in bytes or in places: so much in all, so much for each. When all is
 * taken, the client that holds most makes room for one that holds less: its largest claim is given
 * up, of equal ones the oldest. No client can use up what others need. Whoever is one client here
 * is what {@link ClientAddress} makes one: an IPv4 address, or an IPv6 /64.
 *
 * <p>Thread-safe. A claim may be granted a moment before what the claim that made room for it held
 * is released.
 */
public final class FairBudget {
  /** Whether there was room. */
  public enum Outcome {
    TAKEN,
    /** The client holds as much as it may. */
    SHARE_IS_FULL,
    /** All together do, and none of them holds more than this one would. */
    ALL_IS_FULL,
    /** The claim has been given up for a client that holds less. */
    GIVEN_UP
  }

  private final long most;
  private final long each;
  private final Map<String, Holder> holders = new HashMap<>();
  private final TreeSet<Holder> bySize =
      new TreeSet<>(
          Comparator.comparingLong((Holder holder) -> holder.held)
              .thenComparing(holder -> holder.client));
  private long all;

  /**
   * @param most in all; 0: no limit
   * @param each for one client; 0: no limit
   */
  public FairBudget(long most, long each) {
    this.most = most;
    this.each = each;
  }

  /**
   * Something of a client for which bytes or places will be held. Call {@link Claim#close} in the
   * end.
   *
   * @param givenUp run once if the claim makes room for others, on the thread of the client that
   *     needs it; must not block
   */
  public Claim claim(String client, Runnable givenUp) {
    return new Claim(client, givenUp);
  }

  /** How much is held in all. */
  public synchronized long held() {
    return all;
  }

  public long each() {
    return each;
  }

  /** What one client holds; exists only while it holds something. */
  private static final class Holder {
    private final String client;
    private final Set<Claim> claims = new LinkedHashSet<>();
    private long held;

    Holder(String client) {
      this.client = client;
    }

    /** The largest claim that may be given up. */
    Optional<Claim> largest() {
      Claim largest = null;
      for (Claim claim : claims) {
        if (!claim.kept && (largest == null || claim.held > largest.held)) {
          largest = claim;
        }
      }
      return Optional.ofNullable(largest);
    }
  }

  /** What is held for one purpose of one client. Thread-safe. */
  public final class Claim {
    private final String client;
    private final Runnable givenUp;
    private long held;
    private boolean kept;
    private boolean gone;

    private Claim(String client, Runnable givenUp) {
      this.client = client;
      this.givenUp = givenUp;
    }

    /** Holds so many more, if there is room. */
    public Outcome take(long more) {
      List<Claim> making = new ArrayList<>();
      Outcome outcome;
      synchronized (FairBudget.this) {
        outcome = room(more, making);
        if (outcome == Outcome.TAKEN) {
          change(more);
        }
      }
      making.forEach(claim -> claim.givenUp.run());
      return outcome;
    }

    private Outcome room(long more, List<Claim> making) {
      if (gone) {
        return Outcome.GIVEN_UP;
      }
      Holder holder = holders.get(client);
      long mine = more + (holder == null ? 0 : holder.held);
      if (each > 0 && mine > each) {
        return Outcome.SHARE_IS_FULL;
      }
      while (most > 0 && all + more > most) {
        Optional<Claim> largest = largestOfWhoHoldsMoreThan(mine);
        if (largest.isEmpty()) {
          return Outcome.ALL_IS_FULL;
        }
        largest.get().end();
        making.add(largest.get());
      }
      return Outcome.TAKEN;
    }

    /** So many are held no more; nothing if the claim was given up. */
    public void giveBack(long fewer) {
      synchronized (FairBudget.this) {
        if (!gone) {
          change(-fewer);
        }
      }
    }

    /**
     * What is held now is needed and will be released soon: this claim is not given up for others.
     *
     * @return whether it is held; not if the claim was given up before
     */
    public boolean keep() {
      synchronized (FairBudget.this) {
        kept = !gone;
        return kept;
      }
    }

    /** Nothing is held any more. */
    public void close() {
      synchronized (FairBudget.this) {
        end();
      }
    }

    private void end() {
      if (!gone) {
        change(-held);
        gone = true;
      }
    }

    private void change(long by) {
      Holder holder = holders.computeIfAbsent(client, Holder::new);
      bySize.remove(holder);
      held += by;
      holder.held += by;
      all += by;
      if (held == 0) {
        holder.claims.remove(this);
      } else {
        holder.claims.add(this);
      }
      if (holder.held == 0) {
        holders.remove(client);
      } else {
        bySize.add(holder);
      }
    }
  }

  private Optional<Claim> largestOfWhoHoldsMoreThan(long mine) {
    for (Holder holder : bySize.descendingSet()) {
      if (holder.held <= mine) {
        return Optional.empty();
      }
      Optional<Claim> largest = holder.largest();
      if (largest.isPresent()) {
        return largest;
      }
    }
    return Optional.empty();
  }
}
