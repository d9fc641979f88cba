package mostao.gateway.reads;

import java.util.Optional;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.Refused;
import mostao.gateway.directory.Listed;

/**
 * Who may read what. The Registry is open; what a handle or a session evaluated belongs to its
 * owner or its two parties, so that its message ids, which are capabilities, aren't listed to
 * strangers; what was sent to a wallet belongs to that wallet. Thread-safe.
 */
public final class ReadGuard {
  private final boolean open;

  /**
   * @param open {@code mostao.reads=open}: everybody may read everything
   */
  public ReadGuard(boolean open) {
    this.open = open;
  }

  public boolean open() {
    return open;
  }

  /**
   * Whether what a process evaluated may be listed: Results, assignments, state, stream.
   *
   * @param authorization the request's {@code Authorization} header; no kind of it is known here,
   *     so it opens nothing
   * @return the refusal, or nothing when they may
   */
  public Optional<Refused> refuse(Listed process, Optional<String> authorization) {
    if (open || process.module().equals(Topics.REGISTRY)) {
      return Optional.empty();
    }
    return Optional.of(
        Refused.unauthorized(
            "the Results of "
                + process.module()
                + " "
                + process.process()
                + " are not listed to strangers; ask for one by its message id, or send a signed"
                + " dry-run"
                + ignored(authorization)));
  }

  /**
   * Whether what was sent to a wallet may be listed.
   *
   * @param wallet its address
   */
  public Optional<Refused> refuseWallet(String wallet, Optional<String> authorization) {
    return open
        ? Optional.empty()
        : Optional.of(
            Refused.unauthorized(
                "what was sent to wallet "
                    + Refused.quote(wallet)
                    + " is not listed to strangers"
                    + ignored(authorization)));
  }

  private static String ignored(Optional<String> authorization) {
    return authorization.isPresent() ? "; the Authorization header opens nothing here" : "";
  }
}
