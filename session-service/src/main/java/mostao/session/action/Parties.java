package mostao.session.action;

import mostao.ao.process.Env;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.session.model.Blocks;
import mostao.session.model.SessionKey;

/**
 * The two handles of a session, as its process item names them, and what each may do.
 *
 * @param a the handle whose name comes first
 * @param b the other
 */
record Parties(Party a, Party b) {
  /**
   * One side.
   *
   * @param name the handle
   * @param process id of the handle's process
   * @param owner address of the handle's owner
   */
  record Party(String name, String process, String owner) {}

  static Parties of(Env env) {
    return new Parties(party(env, "Handle-A-"), party(env, "Handle-B-"));
  }

  static Parties of(Request<?> request) {
    return of(request.env());
  }

  private static Party party(Env env, String side) {
    return new Party(
        env.tags().first(side + "Name").orElse(""),
        env.tags().first(side + "Process").orElse(""),
        env.tags().first(side + "Owner").orElse(""));
  }

  String name() {
    return a.name + ", " + b.name;
  }

  /** Whether the message comes from either handle's process. */
  boolean mayWrite(Request<?> request) {
    return request.isProcess(a.process) || request.isProcess(b.process);
  }

  /** Either handle's process or owner, or anyone in a deployment with open reads. */
  boolean mayRead(Request<?> request) {
    return request.rules().openReads()
        || mayWrite(request)
        || request.isWallet(a.owner)
        || request.isWallet(b.owner);
  }

  /** Whether the other side takes nothing from the one with this process. */
  boolean isBlocked(String process, Blocks blocks) {
    return process.equals(a.process) ? blocks.byB() : blocks.byA();
  }

  /** The blocks once the side with this process blocks the other, or no longer does. */
  Blocks blocking(String process, boolean blocked, Blocks before) {
    return process.equals(a.process)
        ? new Blocks(blocked, before.byB())
        : new Blocks(before.byA(), blocked);
  }

  /** The other side of the one with this process. */
  Party other(String process) {
    return process.equals(a.process) ? b : a;
  }

  /** The handle with this process. */
  String nameOf(String process) {
    return process.equals(a.process) ? a.name : b.name;
  }

  /** The key under which the side with this process can be written to. */
  String pubkeyOf(String process, SessionKey key) {
    return process.equals(key.by().orElse(a.process)) ? key.pubkeyA() : key.pubkeyB();
  }

  Refusal notAWriter(Request<?> request) {
    return Refusal.unauthorized(
        Refusal.quote(request.message().from())
            + " is not a handle of this session: only "
            + a.process
            + " and "
            + b.process
            + " write, and their owners through them with RelayMessage");
  }

  Refusal blocked(Request<?> request) {
    Party other = other(request.message().from());
    return new Refusal(
        Refusal.Code.BLOCKED,
        Refusal.quote(other.name)
            + " has blocked this session: it takes nothing from "
            + Refusal.quote(nameOf(request.message().from()))
            + " until "
            + Refusal.quote(other.name)
            + " unblocks it");
  }

  Refusal notAReader(Request<?> request) {
    return Refusal.unauthorized(
        Refusal.quote(request.message().from())
            + " did not prove to be a party of this session: sign as "
            + a.owner
            + " or "
            + b.owner);
  }
}
