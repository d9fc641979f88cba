package mostao.ao.kafka.log;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/**
 * The message that lines are about: its ids stand beside each line as fields, {@code message-id},
 * {@code process-id} and {@code trace-id}, where logs are JSON.
 */
public final class About {
  private static final int LONGEST = 64;
  private static final Pattern STRANGE = Pattern.compile("[^\\x21-\\x7e…]");

  private final Map<String, String> fields = new LinkedHashMap<>();

  private About(String message, String process, Optional<byte[]> trace) {
    field("message-id", message);
    field("process-id", process);
    trace
        .filter(context -> context.length >= 35)
        .ifPresent(
            context -> field("trace-id", new String(context, 3, 32, StandardCharsets.ISO_8859_1)));
  }

  /**
   * @param message its id; null if it is not known
   * @param process that it is for; null if it is not known
   * @param trace W3C trace context of the message's record
   */
  public static About message(String message, String process, Optional<byte[]> trace) {
    return new About(message, process, trace);
  }

  /** Ids are short and plain; whatever else stands where one should does no harm. */
  private void field(String name, String id) {
    if (id != null && !id.isEmpty()) {
      String cut = id.length() <= LONGEST ? id : id.substring(0, LONGEST) + "…";
      fields.put(name, STRANGE.matcher(cut).replaceAll("?"));
    }
  }

  /** What stands beside the lines. */
  Map<String, String> fields() {
    return Map.copyOf(fields);
  }

  /** Lines that are said in here, and on this thread, are about it. */
  public void say(Runnable lines) {
    begin();
    try {
      lines.run();
    } finally {
      end();
    }
  }

  /** Lines of this thread are about it until {@link #end}. */
  public About begin() {
    fields.forEach(MDC::put);
    return this;
  }

  public void end() {
    fields.keySet().forEach(MDC::remove);
  }
}
