package mostao.client.seal;

import java.util.Base64;
import java.util.Optional;

/**
 * Base64 with padding, of which only the one text there is for the bytes is taken. Java's decoder
 * takes others too, without padding or with bits left over: in such a spelling the same message
 * could be shown again as another.
 */
public final class PaddedBase64 {
  private PaddedBase64() {}

  public static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** The bytes; empty if the text is not what {@link #encode} makes of any. */
  public static Optional<byte[]> decode(String text) {
    try {
      byte[] bytes = Base64.getDecoder().decode(text);
      return encode(bytes).equals(text) ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
