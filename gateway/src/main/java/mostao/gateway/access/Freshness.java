package mostao.gateway.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.gateway.answer.ApiError;

/**
 * Whether a signature that proves the caller was made just now: by its {@code Timestamp} tag, Unix
 * milliseconds.
 *
 * @param clock of this gateway
 * @param window how far the tag may be from now, either way
 */
public record Freshness(Clock clock, Duration window) {
  /**
   * @param what is signed, for the refusal: {@code a signed dry-run}
   * @return the refusal if the time is missing or too far away
   */
  public Optional<ApiError> refuse(Tags tags, String what) {
    String text = tags.first(Names.TIMESTAMP).orElse("");
    if (!text.matches("[0-9]{1,15}")) {
      return Optional.of(
          ApiError.invalidRequest(
              "Tag 'Timestamp': value is "
                  + ApiError.quote(text)
                  + "; "
                  + what
                  + " needs the time in Unix milliseconds"));
    }
    long now = clock.millis();
    long off = Math.abs(now - Long.parseLong(text));
    return off <= window.toMillis()
        ? Optional.empty()
        : Optional.of(
            ApiError.staleProof(
                "Tag 'Timestamp': "
                    + text
                    + " is "
                    + off
                    + " ms from now, "
                    + now
                    + "; at most "
                    + window.toMillis()
                    + " are allowed: sign it again"));
  }
}
