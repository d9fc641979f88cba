package mostao.ao.turn;

import java.util.Optional;
import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/**
 * Whether a Result can be stored and published. One that can't would stop its partition for ever,
 * so it is found here and counts as a bug of the handler.
 */
final class ResultSize {
  /** Names, quotes and brackets of one JSON object of ours, in bytes, with room. */
  private static final int PER_OBJECT = 128;

  private static final int PER_TAG = 32;

  private long bytes;
  private boolean halfPair;

  private ResultSize() {}

  /**
   * The error of a Result, if there is one.
   *
   * @param limit in bytes of the JSON it is written as
   */
  static Optional<String> fault(Result result, long limit) {
    ResultSize sizes = new ResultSize();
    sizes.add(result.output());
    for (Result.Outgoing message : result.messages()) {
      sizes.bytes += PER_OBJECT;
      sizes.add(message.target());
      sizes.add(message.data());
      sizes.add(message.anchor());
      sizes.add(message.tags());
    }
    for (Result.Spawn spawn : result.spawns()) {
      sizes.bytes += PER_OBJECT;
      sizes.add(spawn.data());
      sizes.add(spawn.anchor());
      sizes.add(spawn.tags());
    }
    if (sizes.halfPair) {
      return Optional.of("the Result holds half of a surrogate pair, which UTF-8 can't hold");
    }
    return sizes.bytes <= limit
        ? Optional.empty()
        : Optional.of("the Result has " + sizes.bytes + " bytes: at most " + limit + " are kept");
  }

  private void add(Tags tags) {
    for (Tag tag : tags) {
      bytes += PER_TAG;
      add(tag.name());
      add(tag.value());
    }
  }

  private void add(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += c < ' ' ? 6 : c == '"' || c == '\\' ? 2 : 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (!Character.isSurrogate(c)) {
        bytes += 3;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        // Jackson escapes both halves.
        bytes += 12;
        i++;
      } else {
        halfPair = true;
      }
    }
  }
}
