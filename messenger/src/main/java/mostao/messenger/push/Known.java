package mostao.messenger.push;

import java.util.Optional;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.directory.ProcessEntry;

/** The directory as a plan sees it. */
interface Known {
  Optional<ProcessEntry> find(String process);

  /** Whether so many more processes may be born. */
  boolean hasRoomFor(int births);

  /** Whether a process that is not found does not exist: there was room for all. */
  boolean isComplete();

  static Known of(Directory directory) {
    return new Known() {
      @Override
      public Optional<ProcessEntry> find(String process) {
        return directory.find(process);
      }

      @Override
      public boolean hasRoomFor(int births) {
        return directory.hasRoomFor(births);
      }

      @Override
      public boolean isComplete() {
        return directory.leftOut() == 0;
      }
    };
  }
}
