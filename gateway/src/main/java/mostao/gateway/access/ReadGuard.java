package mostao.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * The read permissions. What a process evaluated is listed to its readers: a registry's to its
 * owner, a handle's to its owner, a session's to its two, so that nobody else learns who talks to
 * whom or finds message ids. One evaluation is shown to them, to the wallet that signed the
 * message, and, while it is fresh, to anyone who knows the message's id. A session exists for its
 * two alone: others are answered as if it did not. Messages to a wallet belong to that wallet. The
 * caller is proven by an access token. Thread-safe, never blocks.
 */
public final class ReadGuard {
  private static final String REMEDY =
      "; send an access token of theirs (POST /access), ask for one Result by its message id, or"
          + " send a signed dry-run";

  private final boolean open;
  private final Tokens tokens;
  private final Duration capability;
  private final Clock clock;
  private final Function<String, ApiError> missing;

  /**
   * @param open {@code mostao.reads=open}: anyone may read everything
   * @param capability how long after an evaluation its message's id alone opens it
   * @param missing how a process that does not exist is answered
   */
  public ReadGuard(
      boolean open,
      Tokens tokens,
      Duration capability,
      Clock clock,
      Function<String, ApiError> missing) {
    this.open = open;
    this.tokens = tokens;
    this.capability = capability;
    this.clock = clock;
    this.missing = missing;
  }

  public boolean open() {
    return open;
  }

  /**
   * A process as the caller sees it.
   *
   * @param process the id that was looked up
   * @param found what was found
   * @param authorization the request's {@code Authorization} header
   * @return the process; 401 for an invalid, expired or revoked token, whether it exists or not; as
   *     if it did not exist for a session that is not the caller's
   */
  public Reply<ProcessEntry> seen(
      String process, Reply<ProcessEntry> found, Optional<String> authorization) {
    if (open) {
      return found;
    }
    return tokens
        .wallet(authorization)
        .then(
            wallet ->
                found.then(
                    entry -> exists(entry, wallet) ? found : Reply.denied(missing.apply(process))));
  }

  /**
   * A process whose evaluations the caller may list: Results, assignments, state.
   *
   * @return as {@link #seen}; 403 for a client that is not an owner of the process
   */
  public Reply<ProcessEntry> listed(
      String process, Reply<ProcessEntry> found, Optional<String> authorization) {
    return seen(process, found, authorization)
        .then(
            entry ->
                refuse(entry, authorization)
                    .<Reply<ProcessEntry>>map(Reply::denied)
                    .orElseGet(() -> Reply.given(entry)));
  }

  /**
   * Whether the evaluations of a process may be listed.
   *
   * @return the refusal, or empty if they may
   */
  public Optional<ApiError> refuse(ProcessEntry process, Optional<String> authorization) {
    return open
        ? Optional.empty()
        : refuse(
            process::belongsTo,
            "what " + process.module() + " " + process.process() + " evaluated",
            authorization);
  }

  /**
   * Whether the messages to a wallet may be listed.
   *
   * @param wallet its address; an Ethereum address in any case
   */
  public Optional<ApiError> refuseWallet(String wallet, Optional<String> authorization) {
    return open
        ? Optional.empty()
        : refuse(
            asking -> same(wallet, asking),
            "what was sent to wallet " + ApiError.quote(wallet),
            authorization);
  }

  /** Whether a process exists for a caller: a session does for its two alone. */
  public boolean exists(ProcessEntry process, Optional<String> wallet) {
    return !process.module().equals(Topics.SESSION) || isReader(process, wallet);
  }

  /**
   * Which processes exist for a caller. To be asked with the look-up: what a stranger is told about
   * a session has to take the same steps as about nothing, or the time would tell them apart.
   */
  public Predicate<ProcessEntry> existing(Optional<String> authorization) {
    Optional<String> wallet = wallet(authorization).fold(proven -> proven, bad -> Optional.empty());
    return process -> exists(process, wallet);
  }

  /** Whether the caller is proven to be one of those to whom all of a process is shown. */
  public boolean isReader(ProcessEntry process, Optional<String> wallet) {
    return open || wallet.isPresent() && process.belongsTo(wallet.get());
  }

  /**
   * Whether one evaluation is shown to a caller who knows its id, apart from its signer.
   *
   * @param birth whether it is the birth of the process, whose id is no secret; a registry's is
   *     open
   * @param timestamp of the evaluation, Unix milliseconds
   * @param wallet the caller's, if it is proven
   */
  public boolean shows(
      ProcessEntry process, boolean birth, long timestamp, Optional<String> wallet) {
    if (isReader(process, wallet)) {
      return true;
    }
    return birth
        ? process.module().equals(Topics.REGISTRY)
        : clock.millis() - timestamp < capability.toMillis();
  }

  /**
   * Whom a request speaks for.
   *
   * @return empty for nobody; the refusal of a bad token, unless reads are open
   */
  public Reply<Optional<String>> wallet(Optional<String> authorization) {
    return open ? Reply.given(Optional.empty()) : tokens.wallet(authorization);
  }

  private Optional<ApiError> refuse(
      Predicate<String> belongsTo, String what, Optional<String> authorization) {
    return tokens
        .wallet(authorization)
        .fold(
            asking ->
                asking.filter(belongsTo).isPresent()
                    ? Optional.empty()
                    : Optional.of(stranger(what, asking)),
            Optional::of);
  }

  private static ApiError stranger(String what, Optional<String> asking) {
    return ApiError.unauthorized(
        what
            + " is listed only to its owners, and "
            + asking
                .map(wallet -> "wallet " + wallet + " is not one of them")
                .orElse("the request does not prove a wallet")
            + REMEDY);
  }

  /** Ethereum addresses differ in case only by their checksum; all others are compared exactly. */
  public static boolean same(String one, String other) {
    return one.startsWith("0x") ? one.equalsIgnoreCase(other) : one.equals(other);
  }
}
