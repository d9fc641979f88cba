package mostao.ao.kafka.directory;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import mostao.ao.wire.Topics;

/**
 * What the directory keeps of a process: all that routing and permissions need, in few bytes.
 * Wallets are kept as keyed hashes: whether a process belongs to a given wallet can be asked, to
 * whom it belongs can't be told.
 */
public final class ProcessFacts {
  private static final String ETHEREUM = "0x";

  private final ProcessKind kind;
  private final long first;
  private final long second;

  ProcessFacts(ProcessKind kind, long first, long second) {
    this.kind = Objects.requireNonNull(kind, "kind");
    this.first = first;
    this.second = second;
  }

  static ProcessFacts of(Listing listing) {
    List<String> readers = listing.readers();
    String owner = listing.owner();
    ProcessKind kind =
        new ProcessKind(
            listing.module(),
            listing.moduleId(),
            listing.pushed() ? Optional.of(owner) : Optional.empty(),
            !owner.startsWith(ETHEREUM) && readers.contains(owner),
            readers.size());
    return new ProcessFacts(kind, hash(readers, 0), readers.size() > 1 ? hash(readers, 1) : 0);
  }

  private static long hash(List<String> readers, int index) {
    return index < readers.size() ? KeyedHash.OF_THIS_RUN.ofWallet(readers.get(index)) : 0;
  }

  ProcessKind kind() {
    return kind;
  }

  /** Hash of the first reader. */
  long first() {
    return first;
  }

  /** Hash of the second reader. */
  long second() {
    return second;
  }

  /** Name of its module. */
  public String module() {
    return kind.module();
  }

  /** Id of its module. */
  public String moduleId() {
    return kind.moduleId();
  }

  /** Whether anyone may know of it: a session's existence shows who talks to whom. */
  public boolean isOpen() {
    return isOpen(kind);
  }

  static boolean isOpen(ProcessKind kind) {
    return !kind.module().equals(Topics.SESSION);
  }

  /** Whether it belongs to any wallet. */
  public boolean belongsToAny() {
    return kind.readers() > 0;
  }

  /**
   * Whether it belongs to a wallet: a registry to who signed its item, a handle to its owner, a
   * session to its two.
   *
   * @param wallet its address; an Ethereum address in any case
   */
  public boolean belongsTo(String wallet) {
    if (kind.readers() == 0) {
      return false;
    }
    long asked = KeyedHash.OF_THIS_RUN.ofWallet(wallet);
    return asked == first || kind.readers() > 1 && asked == second;
  }

  /**
   * Whether one of these may have signed its item; the item decides.
   *
   * @param owners addresses as GraphQL has them, which is not how the directory has Ethereum's
   */
  public boolean maybeSignedBy(Collection<String> owners) {
    if (kind.signer().isPresent()) {
      String signer = kind.signer().get();
      return signer.startsWith(ETHEREUM) || owners.contains(signer);
    }
    return !kind.signedByReader() || owners.stream().anyMatch(this::belongsTo);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProcessFacts facts
        && facts.kind.equals(kind)
        && facts.first == first
        && facts.second == second;
  }

  @Override
  public int hashCode() {
    return Objects.hash(kind, first, second);
  }

  @Override
  public String toString() {
    return kind.toString();
  }
}
