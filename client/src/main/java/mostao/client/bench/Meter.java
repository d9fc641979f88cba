package mostao.client.bench;

import java.util.Map;
import java.util.Optional;

/** Reads what the parts of a system have used so far. Thread-safe. */
@FunctionalInterface
public interface Meter {
  /** For a system whose processes can't be seen from here. */
  Meter NONE = () -> new Reading(Map.of(), Optional.empty());

  /** What was used until now. */
  Reading read();

  /**
   * All counts grow from the start of what they count.
   *
   * @param programs by name
   */
  record Reading(Map<String, Program> programs, Optional<Database> database) {
    public Reading {
      programs = Map.copyOf(programs);
    }
  }

  /**
   * A program with all its processes.
   *
   * @param cpuSeconds of all processors
   * @param writtenBytes to disks
   * @param residentBytes of its memory now
   */
  record Program(double cpuSeconds, long writtenBytes, long residentBytes) {}

  /**
   * @param rows inserted, updated and deleted
   * @param transactions committed and rolled back
   * @param logBytes of its write-ahead log
   */
  record Database(long rows, long transactions, long logBytes) {}
}
