package mostao.handle.action;

import mostao.ao.process.Refusal;
import mostao.ao.process.Request;

/** Who may do what with a handle; its process item says who that is. */
final class HandleAccess {
  static final String NAME = "Handle-Name";
  static final String OWNER = "Handle-Owner";
  static final String REGISTRY = "Registry";

  private HandleAccess() {}

  static String owner(Request<?> request) {
    return request.processTag(OWNER);
  }

  /** The owner's wallet itself, provably. */
  static boolean isOwner(Request<?> request) {
    return request.isWallet(owner(request));
  }

  /** What only the owner may read, unless this deployment lets everybody. */
  static boolean mayRead(Request<?> request) {
    return request.rules().openReads() || isOwner(request);
  }

  static Refusal notTheOwner(Request<?> request) {
    return Refusal.unauthorized(
        Refusal.quote(request.message().from())
            + " did not prove to be "
            + owner(request)
            + ", the owner of "
            + Refusal.quote(request.processTag(NAME))
            + ": sign with the owner's wallet");
  }
}
