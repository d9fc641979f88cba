package mostao.gateway.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import mostao.ao.unit.Position;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;

/**
 * A place in the Results of a process (AO contract, section 3.2): base64 of a small JSON object.
 * Clients treat it as opaque.
 *
 * @param timestamp of the evaluation, Unix milliseconds
 * @param nonce of the evaluation; absent for a bare timestamp
 * @param sort of the list the cursor was given in; absent for a bare timestamp
 */
record Cursor(long timestamp, Optional<Long> nonce, Optional<String> sort) {
  static final String ASC = "ASC";
  static final String DESC = "DESC";

  private static final int LONGEST = 512;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Cursor of(long timestamp, long nonce, String sort) {
    return new Cursor(timestamp, Optional.of(nonce), Optional.of(sort));
  }

  /** As clients get it. */
  String text() {
    String json =
        "{\"timestamp\":"
            + timestamp
            + ",\"ordinate\":\""
            + nonce.map(Object::toString).orElse("0")
            + "\",\"cron\":null,\"sort\":\""
            + sort.orElse(ASC)
            + "\"}";
    return Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  /** As a unit takes it. */
  Position position() {
    return new Position(timestamp, nonce.orElse(Position.ALL));
  }

  /**
   * A cursor or a bare timestamp.
   *
   * @param name of the parameter, for the refusal
   */
  static Reply<Cursor> read(String name, String text) {
    if (text.matches("[0-9]{1,15}")) {
      return Reply.given(new Cursor(Long.parseLong(text), Optional.empty(), Optional.empty()));
    }
    return decoded(text)
        .<Reply<Cursor>>map(Reply::given)
        .orElseGet(
            () ->
                Reply.denied(
                    ApiError.invalidRequest(
                        "'"
                            + name
                            + "' is "
                            + ApiError.quote(text)
                            + "; set it to a cursor of this list or a timestamp in Unix"
                            + " milliseconds")));
  }

  private static Optional<Cursor> decoded(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    // In a query a plus sign may have become a space, and some clients make it URL-safe.
    String base64 = text.replace(' ', '+').replace('-', '+').replace('_', '/').replace("=", "");
    try {
      JsonNode json = MAPPER.readTree(Base64.getDecoder().decode(base64));
      JsonNode timestamp = json.path("timestamp");
      String ordinate = json.path("ordinate").asText();
      String sort = json.path("sort").asText(ASC);
      boolean whole =
          timestamp.isIntegralNumber()
              && timestamp.canConvertToLong()
              && timestamp.longValue() >= 0
              && ordinate.matches("[0-9]{1,15}")
              && (sort.equals(ASC) || sort.equals(DESC));
      return whole
          ? Optional.of(of(timestamp.longValue(), Long.parseLong(ordinate), sort))
          : Optional.empty();
    } catch (IOException | IllegalArgumentException foreign) {
      return Optional.empty();
    }
  }
}
