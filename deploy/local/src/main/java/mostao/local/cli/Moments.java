package mostao.local.cli;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as people write it: so long ago, as {@link Durations} reads it, or by ISO 8601. */
final class Moments implements ITypeConverter<Instant> {
  @Override
  public Instant convert(String text) {
    if (text.contains("T")) {
      try {
        return OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException other) {
        throw new TypeConversionException(
            "'" + text + "' is no time; write one such as 2026-11-29T08:30:00Z");
      }
    }
    return Instant.now().minus(new Durations().convert(text));
  }
}
