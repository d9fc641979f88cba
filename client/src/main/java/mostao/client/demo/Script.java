package mostao.client.demo;

import java.util.List;

/** The lines of alice and bob. */
final class Script {
  private static final List<String> ALICE =
      List.of(
          "Hi Bob, can you read this? Nobody else should.",
          "Our key never left our wallets; the session only keeps what it can't open.",
          "Every message is a signed item, so nobody can write as me.",
          "It went over my handle, the session and your handle.",
          "Each of them is a process with its own place on a Kafka partition.",
          "So there is one order of messages, and we both see the same.",
          "If a service stops now, it goes on where it was.",
          "And nothing is said twice: an item's id is the id of its signature.",
          "Ümlauts, 漢字 and 🦊 arrive as they were?",
          "Good night, Bob.");

  private static final List<String> BOB =
      List.of(
          "Loud and clear, Alice.",
          "I opened the session key with the key from my profile.",
          "And nobody can tell me that I didn't get it: it is in the log.",
          "Three evaluations, six records. I counted.",
          "Then anyone can watch the topics and still learn nothing of what we say.",
          "Except that we talk, and when.",
          "Even if it is killed between two steps?",
          "Then I'll stop repeating myself.",
          "They did. 🦊 indeed.",
          "Good night, Alice.");

  private Script() {}

  /**
   * The line of one side at one turn.
   *
   * @param turn from 0, as many as one likes
   */
  static String line(boolean alice, int turn) {
    List<String> lines = alice ? ALICE : BOB;
    return turn < lines.size() ? lines.get(turn) : "Message " + (turn + 1) + ".";
  }
}
