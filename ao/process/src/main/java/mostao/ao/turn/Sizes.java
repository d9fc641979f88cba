package mostao.ao.turn;

import mostao.ao.message.Result;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;

/** How much a Result weighs, in characters of data and tags. */
final class Sizes {
  private Sizes() {}

  static long of(Result result) {
    long size = result.output().length();
    for (Result.Outgoing message : result.messages()) {
      size += message.target().length() + (long) message.data().length() + of(message.tags());
    }
    for (Result.Spawn spawn : result.spawns()) {
      size += spawn.data().length() + of(spawn.tags());
    }
    return size;
  }

  private static long of(Tags tags) {
    long size = 0;
    for (Tag tag : tags) {
      size += tag.name().length() + (long) tag.value().length();
    }
    return size;
  }
}
