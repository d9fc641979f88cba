package mostao.client.envelope;

import java.util.Optional;

/** What a reader says of a message. */
public sealed interface Verdict {
  /**
   * What was written.
   *
   * @param type content type, {@code text/plain} for a text
   * @param sent when, Unix milliseconds by the writer's clock; 0 where the form doesn't say
   */
  record Letter(String type, String body, long sent) {
    public static final String TEXT = "text/plain";

    static Letter text(String body) {
      return new Letter(TEXT, body, 0);
    }
  }

  /** Why a message is refused. */
  enum Reason {
    /** The device that wrote it belongs to somebody else than the one it is shown from. */
    NOT_THIS_SENDER,
    /** No device that is known wrote it. */
    UNKNOWN_DEVICE,
    /** It was there before. */
    REPEATED,
    /** It stands before what was written earlier, or behind what was written later. */
    REORDERED,
    /** Messages that were written before it are missing. */
    GAP,
    /** It is not what was written, or was never written. */
    CHANGED,
    /** It does not follow the message that is shown before it. */
    NOT_FOLLOWING,
    /** Its key was replaced before. */
    OLD_GENERATION,
    /** Its key is not believed. */
    KEY_NOT_BELIEVED,
    /** Its key is not sealed for this reader. */
    NO_KEY,
    /** The device that wrote it was never given the key. */
    NOT_A_HOLDER
  }

  /** By the device named, and right behind the message before. */
  record Verified(Letter letter, String device) implements Verdict {}

  /**
   * Readable, and nobody can say who wrote it.
   *
   * @param why for people, without the full stop
   */
  record Unverified(Letter letter, String why) implements Verdict {}

  /**
   * Not to be believed.
   *
   * @param detail for people, without the full stop
   * @param letter what it says, where only its place is wrong
   */
  record Refused(Reason reason, String detail, Optional<Letter> letter) implements Verdict {}

  /** What it says, if it can be read at all. */
  default Optional<Letter> readable() {
    if (this instanceof Verified verified) {
      return Optional.of(verified.letter());
    }
    return this instanceof Unverified unverified
        ? Optional.of(unverified.letter())
        : ((Refused) this).letter();
  }
}
