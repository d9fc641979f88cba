package mostao.ao.turn;

/**
 * How far one partition has come, kept in the database with the state it describes.
 *
 * @param next offset of the first record not yet evaluated
 * @param published offset below which every Result is known to be on the outbox topic
 */
public record Progress(int partition, long next, long published) {
  public Progress {
    if (next < 0 || published < 0 || published > next) {
      throw new IllegalArgumentException(
          "partition " + partition + ": next " + next + ", published " + published);
    }
  }
}
