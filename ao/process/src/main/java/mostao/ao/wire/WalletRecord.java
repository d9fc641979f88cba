package mostao.ao.wire;

import java.util.Objects;

/**
 * A record of the wallets' inbox: a message that a process sent to an address that is not a
 * process. Key = the target of {@code item}. Written again after a failure it is the same, since
 * the item has the same id; of one process, (nonce, index) first appear in order.
 *
 * @param process who sent it
 * @param message id of the item it evaluated
 * @param nonce of that evaluation
 * @param index among the messages of that evaluation, from 0
 * @param timestamp of the evaluated message, Unix milliseconds
 * @param item signed by the authority; its target is the wallet's canonical address
 */
public record WalletRecord(
    String process, String message, long nonce, int index, long timestamp, InboxRecord item) {
  public WalletRecord {
    Objects.requireNonNull(process, "process");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(item, "item");
  }
}
