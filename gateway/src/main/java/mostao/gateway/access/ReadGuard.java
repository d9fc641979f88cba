package mostao.gateway.access;

import java.util.List;
import java.util.Optional;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;

/**
 * The read permissions. The Registry is open; the evaluations of a handle or a session belong to
 * its owner or its two parties, so that its message ids, which are capabilities, aren't listed to
 * strangers; messages to a wallet belong to that wallet. The caller is proven by an access token.
 * Thread-safe, never blocks.
 */
public final class ReadGuard {
  private static final String REMEDY =
      "; send an access token of theirs (POST /access), ask for one Result by its message id, or"
          + " send a signed dry-run";

  private final boolean open;
  private final Tokens tokens;

  /**
   * @param open {@code mostao.reads=open}: anyone may read everything
   */
  public ReadGuard(boolean open, Tokens tokens) {
    this.open = open;
    this.tokens = tokens;
  }

  public boolean open() {
    return open;
  }

  /**
   * Whether the evaluations of a process may be listed: Results, assignments, state, stream.
   *
   * @param authorization the request's {@code Authorization} header
   * @return the refusal, or empty if they may; 401 for an invalid, expired or revoked token, 403
   *     for a client that is not an owner of the process
   */
  public Optional<ApiError> refuse(ProcessEntry process, Optional<String> authorization) {
    if (open || process.module().equals(Topics.REGISTRY)) {
      return Optional.empty();
    }
    return refuse(
        process.readers(),
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
            List.of(wallet), "what was sent to wallet " + ApiError.quote(wallet), authorization);
  }

  private Optional<ApiError> refuse(
      List<String> readers, String what, Optional<String> authorization) {
    return tokens
        .wallet(authorization)
        .fold(
            asking ->
                asking.isPresent() && readers.stream().anyMatch(one -> same(one, asking.get()))
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
