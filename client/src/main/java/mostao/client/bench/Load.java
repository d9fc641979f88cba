package mostao.client.bench;

import java.util.Locale;

/** How messages are sent, or questions asked: what is said of messages holds for both. */
public sealed interface Load {
  /** Messages to have signed for each second of a run. */
  int mostPerSecond();

  /** In words. */
  String text();

  /**
   * Open loop: each message is due at a moment that was fixed before the run, whatever became of
   * the others, and its time counts from that moment.
   */
  record Rate(int perSecond) implements Load {
    public Rate {
      if (perSecond < 1) {
        throw new IllegalArgumentException("a rate starts at 1 message a second");
      }
    }

    @Override
    public int mostPerSecond() {
      return perSecond;
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "open loop, %d/s", perSecond);
    }
  }

  /**
   * Closed loop: the next message is sent when one of so many has been delivered.
   *
   * @param messages sent and not yet delivered, of all sessions together
   * @param mostPerSecond more are not signed; when they are used up the run ends
   */
  record InFlight(int messages, int mostPerSecond) implements Load {
    public InFlight {
      if (messages < 1 || mostPerSecond < 1) {
        throw new IllegalArgumentException("messages in flight and a second start at 1");
      }
    }

    @Override
    public String text() {
      return String.format(Locale.ROOT, "closed loop, %d in flight", messages);
    }
  }
}
