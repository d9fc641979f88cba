package mostao.gateway.graphql;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mostao.ao.ans104.Base64Url;
import mostao.gateway.answer.ApiError;

/**
 * A place in a list, as clients get it in a cursor.
 *
 * @param position the position in the order of the list
 * @param id of the item there
 */
record Cursor(long position, String id) implements Comparable<Cursor> {
  private static final Pattern TEXT = Pattern.compile("(-?[0-9]{1,18}),([A-Za-z0-9_-]{43})");
  private static final int LONGEST = 100;

  Cursor {
    Objects.requireNonNull(id, "id");
  }

  String text() {
    return Base64Url.encode((position + "," + id).getBytes(StandardCharsets.US_ASCII));
  }

  static Cursor read(String text) {
    Optional<Matcher> place =
        Optional.of(text)
            .filter(given -> given.length() <= LONGEST)
            .flatMap(Base64Url::decode)
            .map(bytes -> TEXT.matcher(new String(bytes, StandardCharsets.ISO_8859_1)))
            .filter(Matcher::matches);
    if (place.isEmpty()) {
      throw new Denial(
          ApiError.invalidRequest(
              "'after' is " + ApiError.quote(text) + "; set it to a cursor of this list"));
    }
    return new Cursor(Long.parseLong(place.get().group(1)), place.get().group(2));
  }

  @Override
  public int compareTo(Cursor other) {
    int order = Long.compare(position, other.position);
    return order != 0 ? order : id.compareTo(other.id);
  }
}
