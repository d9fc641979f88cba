package mostao.ao.unit;

import java.util.Optional;

/**
 * A position between two evaluations of a process: {@code <milliseconds>} is behind all with that
 * timestamp, {@code <milliseconds>,<nonce>} is behind that one.
 *
 * @param timestamp Unix milliseconds
 * @param nonce of an evaluation with that timestamp; {@link #ALL} for behind all of them
 */
public record Position(long timestamp, long nonce) {
  public static final long ALL = Long.MAX_VALUE;

  /** Behind everything with that timestamp. */
  public static Position behind(long timestamp) {
    return new Position(timestamp, ALL);
  }

  String text() {
    return nonce == ALL ? Long.toString(timestamp) : timestamp + "," + nonce;
  }

  static Optional<Position> read(String text) {
    String[] parts = text.split(",", -1);
    try {
      return switch (parts.length) {
        case 1 -> Optional.of(behind(Long.parseLong(text)));
        case 2 -> Optional.of(new Position(Long.parseLong(parts[0]), Long.parseLong(parts[1])));
        default -> Optional.empty();
      };
    } catch (NumberFormatException notAPosition) {
      return Optional.empty();
    }
  }
}
