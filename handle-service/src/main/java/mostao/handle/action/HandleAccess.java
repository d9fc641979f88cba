package mostao.handle.action;

import mostao.ao.process.Refusal;
import mostao.ao.process.Request;

/** The permissions of a handle; its process item names owner and Registry. */
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

  /** Reads for the owner only, unless this deployment opens them to everyone. */
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
