package mostao.gateway.intake;

import mostao.ao.ans104.VerifiedItem;

/** The request of an item that passed the checks. */
sealed interface Screened {
  VerifiedItem item();

  /** The sender: the signer, or the process that the authority speaks for. */
  String from();

  /**
   * A message.
   *
   * @param target the process it is for, not yet known to exist
   */
  record Message(VerifiedItem item, String from, String target) implements Screened {}

  /**
   * A process to be born.
   *
   * @param module name of the module that will evaluate it
   */
  record NewProcess(VerifiedItem item, String from, String module) implements Screened {}
}
