package mostao.client.http;

import java.util.List;
import mostao.ao.ans104.VerifiedItem;

/**
 * Part of a process's order.
 *
 * @param entries in the order they were shown in
 * @param more whether there are more behind the last
 */
public record SchedulePage(List<Entry> entries, boolean more) {
  /**
   * A message and its place. Both signatures hold; whose they are, and whether they belong
   * together, the caller checks.
   */
  public record Entry(VerifiedItem assignment, VerifiedItem message) {}

  public SchedulePage {
    entries = List.copyOf(entries);
  }
}
