package mostao.local.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mostao.client.terminal.Ink;
import mostao.client.terminal.Printable;

/** Lag as lines: one a group, and one a partition where they are asked for. */
public final class LagText {
  private static final double SECOND = 1_000;

  private LagText() {}

  /**
   * @param partitions whether each gets a line
   * @param now Unix milliseconds
   */
  public static List<Line> of(Lag lag, boolean partitions, long now) {
    List<Line> lines = new ArrayList<>();
    for (Lag.OfGroup one : lag.groups()) {
      lines.add(group(one, now));
      if (partitions) {
        one.partitions().forEach(partition -> lines.add(partition(partition, now)));
      }
    }
    return lines;
  }

  private static Line group(Lag.OfGroup one, long now) {
    Group group = one.group();
    boolean unread = group.members().isEmpty();
    String text =
        String.format(
            Locale.ROOT,
            "%-20s %-12s %3d partitions  lag %8d  oldest %9s  %s",
            Printable.of(group.name()),
            Printable.of(group.state()),
            one.partitions().size(),
            one.lag(),
            age(one.oldest(), now),
            unread ? "no member" : members(one));
    return new Line(unread ? Ink.RED : one.lag() > 0 ? Ink.YELLOW : Ink.GREEN, text);
  }

  /** Each with the number of its partitions. */
  private static String members(Lag.OfGroup one) {
    Map<String, Integer> owned = new TreeMap<>();
    one.group().members().forEach(member -> owned.put(member, 0));
    one.group().owners().values().forEach(owner -> owned.merge(owner, 1, Integer::sum));
    List<String> members = new ArrayList<>();
    owned.forEach((member, count) -> members.add(Printable.of(member) + " (" + count + ")"));
    return String.join(", ", members);
  }

  private static Line partition(Lag.OfPartition one, long now) {
    String text =
        String.format(
            Locale.ROOT,
            "  %-26s next %9d  end %9d  lag %8d  oldest %9s  %s",
            Printable.of(one.partition().topic()) + "/" + one.partition().partition(),
            one.next(),
            one.end(),
            one.lag(),
            age(one.oldest(), now),
            Printable.of(one.owner().orElse("no owner")));
    return new Line(one.owner().isEmpty() ? Ink.RED : one.lag() > 0 ? Ink.YELLOW : Ink.FAINT, text);
  }

  private static String age(Optional<Long> oldest, long now) {
    return oldest
        .map(at -> String.format(Locale.ROOT, "%.1f s", Math.max(0, now - at) / SECOND))
        .orElse("-");
  }
}
