package mostao.settings;

import java.util.Locale;

/**
 * A setting as the code declares it.
 *
 * @param fallback its value when it is not set; {@code none}, or {@code required}
 * @param purpose sentences in Markdown; empty if the code has none
 */
record Setting(String name, String type, String fallback, String purpose) {
  static final String NONE = "none";
  static final String REQUIRED = "required";

  Setting {
    purpose = purpose.strip().replaceAll("\\s+", " ").replace("|", "\\|");
  }

  Setting or(String otherFallback) {
    return new Setting(name, type, otherFallback, purpose);
  }

  /** The environment variable that sets it. */
  String variable() {
    return name.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  /** By this, settings of one subject come together: {@code mostao.intake}. */
  String group() {
    return name.startsWith("mostao.") ? name.replaceFirst("^(mostao\\.[^.]+).*", "$1") : "";
  }

  String row() {
    String shown =
        fallback.equals(NONE) || fallback.equals(REQUIRED) ? fallback : "`" + fallback + "`";
    return String.format(
        Locale.ROOT, "| `%s` | `%s` | %s | %s | %s |\n", name, variable(), type, shown, purpose);
  }
}
