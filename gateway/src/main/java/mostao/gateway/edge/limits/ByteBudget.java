package mostao.gateway.edge.limits;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Bytes that are held for clients: so many in all, so many for each. When all are taken, the client
 * that holds most makes room for one that holds less: its largest claim is given up. No client can
 * use up what others need.
 *
 * <p>Thread-safe. A claim may be granted a moment before the bytes of the claim that made room for
 * it are released.
 */
public final class ByteBudget {
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
  private final TreeSet<Holder> byBytes =
      new TreeSet<>(
          Comparator.comparingLong((Holder holder) -> holder.bytes)
              .thenComparing(holder -> holder.client));
  private long all;

  /**
   * @param most bytes in all; 0: no limit
   * @param each bytes for one client; 0: no limit
   */
  public ByteBudget(long most, long each) {
    this.most = most;
    this.each = each;
  }

  /**
   * Something of a client for which bytes will be held. Call {@link Claim#close} in the end.
   *
   * @param givenUp run once if the claim makes room for others, on the thread of the client that
   *     needs it; must not block
   */
  public Claim claim(String client, Runnable givenUp) {
    return new Claim(client, givenUp);
  }

  public synchronized long bytes() {
    return all;
  }

  public long each() {
    return each;
  }

  /** The bytes of one client; exists only while the client holds some. */
  private static final class Holder {
    private final String client;
    private final Set<Claim> claims = new HashSet<>();
    private long bytes;

    Holder(String client) {
      this.client = client;
    }

    /** The largest claim that may be given up. */
    Optional<Claim> largest() {
      return claims.stream()
          .filter(claim -> !claim.kept)
          .max(Comparator.comparingLong(claim -> claim.bytes));
    }
  }

  /** Bytes held for one purpose of one client. Thread-safe. */
  public final class Claim {
    private final String client;
    private final Runnable givenUp;
    private long bytes;
    private boolean kept;
    private boolean gone;

    private Claim(String client, Runnable givenUp) {
      this.client = client;
      this.givenUp = givenUp;
    }

    /** Holds so many more bytes, if there is room. */
    public Outcome take(long more) {
      List<Claim> making = new ArrayList<>();
      Outcome outcome;
      synchronized (ByteBudget.this) {
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
      long mine = more + (holder == null ? 0 : holder.bytes);
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

    /** So many bytes are held no more; nothing if the claim was given up. */
    public void giveBack(long fewer) {
      synchronized (ByteBudget.this) {
        if (!gone) {
          change(-fewer);
        }
      }
    }

    /**
     * The bytes held now are needed and will be released soon: this claim is not given up for
     * others.
     *
     * @return whether it is held; not if the claim was given up before
     */
    public boolean keep() {
      synchronized (ByteBudget.this) {
        kept = !gone;
        return kept;
      }
    }

    /** Nothing is held any more. */
    public void close() {
      synchronized (ByteBudget.this) {
        end();
      }
    }

    private void end() {
      if (!gone) {
        change(-bytes);
        gone = true;
      }
    }

    private void change(long by) {
      Holder holder = holders.computeIfAbsent(client, Holder::new);
      byBytes.remove(holder);
      bytes += by;
      holder.bytes += by;
      all += by;
      if (bytes == 0) {
        holder.claims.remove(this);
      } else {
        holder.claims.add(this);
      }
      if (holder.bytes == 0) {
        holders.remove(client);
      } else {
        byBytes.add(holder);
      }
    }
  }

  private Optional<Claim> largestOfWhoHoldsMoreThan(long mine) {
    for (Holder holder : byBytes.descendingSet()) {
      if (holder.bytes <= mine) {
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
