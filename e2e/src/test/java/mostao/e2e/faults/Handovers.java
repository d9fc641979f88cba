package mostao.e2e.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long partitions had no owner, as the members of a group log it. */
final class Handovers {
  private static final Pattern LINE =
      Pattern.compile("^(\\S+ \\S+) .*(Assigned|Gave up) \\d+ partitions: \\[(.*)]$");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss,SSS", Locale.ROOT);

  private record Change(long at, boolean assigned, List<String> partitions) {}

  private final List<Change> changes = new ArrayList<>();

  Handovers(List<Path> logs) throws IOException {
    for (Path log : logs) {
      for (String line : Files.readAllLines(log)) {
        Matcher found = LINE.matcher(line);
        if (found.matches()) {
          changes.add(
              new Change(
                  LocalDateTime.parse(found.group(1), TIME)
                      .atZone(ZoneId.systemDefault())
                      .toInstant()
                      .toEpochMilli(),
                  found.group(2).equals("Assigned"),
                  List.of(found.group(3).split(", "))));
        }
      }
    }
    changes.sort(Comparator.comparingLong(Change::at));
  }

  /** The longest of those that began in this time, in Unix milliseconds. */
  long longestMillis(long from, long to) {
    Map<String, Long> given = new HashMap<>();
    long longest = 0;
    for (Change change : changes) {
      if (change.at < from) {
        continue;
      }
      for (String partition : change.partitions) {
        if (!change.assigned) {
          if (change.at < to) {
            given.put(partition, change.at);
          }
        } else if (given.containsKey(partition)) {
          longest = Math.max(longest, change.at - given.remove(partition));
        }
      }
    }
    return longest;
  }
}
