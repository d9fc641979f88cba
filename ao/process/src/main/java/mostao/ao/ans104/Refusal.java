package mostao.ao.ans104;

import java.util.Objects;

/**
 * Why bytes or parts were not accepted.
 *
 * @param rule the rule that was broken, {@code R1} to {@code R22}
 * @param message one sentence that names the offending value and what would be right
 */
public record Refusal(String rule, String message) {
  public Refusal {
    Objects.requireNonNull(rule, "rule");
    Objects.requireNonNull(message, "message");
  }

  @Override
  public String toString() {
    return rule + ": " + message;
  }
}
