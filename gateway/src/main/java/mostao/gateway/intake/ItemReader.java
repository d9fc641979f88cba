package mostao.gateway.intake;

import mostao.ao.ans104.Refusal;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.directory.Wallets;

/** From bytes to an item whose signature holds. Costs processor time: not for event loops. */
public final class ItemReader {
  /** In JSON data may take three times its bytes (surrogate pairs do), and a record has a limit. */
  private static final int MOST_BYTES = 1_350_000;

  private final Verifier verifier;
  private final int mostBytes;
  private final Wallets wallets;

  public ItemReader(Verifier verifier, int mostBytes, Wallets wallets) {
    if (mostBytes < 1 || mostBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "mostao.intake.item-bytes is " + mostBytes + ": set it from 1 to " + MOST_BYTES);
    }
    this.verifier = verifier;
    this.mostBytes = mostBytes;
    this.wallets = wallets;
  }

  /** The item, or why it is none: too large, not well-formed, or not signed by its owner. */
  public Answer<VerifiedItem> read(byte[] bytes) {
    if (bytes.length > mostBytes) {
      return Answer.denied(tooLarge(bytes.length, mostBytes));
    }
    if (bytes.length == 0) {
      return Answer.denied(
          Refused.invalidItem(
              "the body is empty; the bytes of a signed data item (ANS-104) are due"));
    }
    Answer<VerifiedItem> item =
        verifier.read(bytes).fold(Answer::given, refusal -> Answer.denied(invalid(refusal)));
    if (item instanceof Answer.Given<VerifiedItem> given) {
      wallets.signed(given.value().owner());
    }
    return item;
  }

  /** The refusal of a body that is over the limit. */
  public static Refused tooLarge(long length, long most) {
    return Refused.tooLarge("the item has " + length + " bytes; at most " + most + " are taken");
  }

  /** The refusal of a body that turned out to be over the limit while it came. */
  public static Refused tooLarge(long most) {
    return Refused.tooLarge("the body is too large; at most " + most + " bytes are taken");
  }

  private static Refused invalid(Refusal refusal) {
    return Refused.invalidItem(
        "the body is no valid signed data item (" + refusal.rule() + "): " + refusal.message());
  }
}
