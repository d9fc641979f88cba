package mostao.gateway.scheduler;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import mostao.ao.assignment.Link;
import mostao.gateway.answer.Reply;

/**
 * The cached part of one process's chain: the newest link, and checkpoints from which the links in
 * between are quickly recomputed. The longer the chain, the wider they stand. Thread-safe.
 */
final class Chain {
  private static final int MOST = 2_048;
  private static final long WIDEST = 8_192;

  private final NavigableMap<Long, Link> checkpoints = new TreeMap<>();
  private long interval = 64;
  private Optional<Link> head = Optional.empty();
  private Optional<CompletableFuture<Reply<Boolean>>> extension = Optional.empty();

  synchronized Optional<Link> head() {
    return head;
  }

  /** The last link kept that is not behind this nonce, if the chain reaches that far. */
  synchronized Optional<Link> floor(long nonce) {
    if (head.isEmpty() || head.get().nonce() < nonce) {
      return Optional.empty();
    }
    return head.get().nonce() == nonce
        ? head
        : Optional.of(checkpoints.floorEntry(nonce).getValue());
  }

  /**
   * @param links that follow the head, in order
   */
  synchronized void append(List<Link> links) {
    for (Link link : links) {
      long next = head.map(Link::nonce).orElse(-1L) + 1;
      if (link.nonce() != next) {
        throw new IllegalStateException("link " + link.nonce() + " where " + next + " follows");
      }
      head = Optional.of(link);
      if (link.nonce() % interval == 0) {
        checkpoints.put(link.nonce(), link);
      }
      if (checkpoints.size() > MOST && interval < WIDEST) {
        interval *= 2;
        checkpoints.keySet().removeIf(nonce -> nonce % interval != 0);
      }
    }
  }

  /** Links kept. */
  synchronized int weight() {
    return checkpoints.size() + 1;
  }

  /** The extension in progress; otherwise {@code mine} becomes it. */
  synchronized Optional<CompletableFuture<Reply<Boolean>>> join(
      CompletableFuture<Reply<Boolean>> mine) {
    if (extension.isEmpty()) {
      extension = Optional.of(mine);
      return Optional.empty();
    }
    return extension;
  }

  /** No extension is in progress any more. */
  synchronized void rest() {
    extension = Optional.empty();
  }
}
