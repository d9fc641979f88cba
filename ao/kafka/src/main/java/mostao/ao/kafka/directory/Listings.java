package mostao.ao.kafka.directory;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/** Processes by the places where they were recorded, which {@link CreationIndex} tells. */
public interface Listings extends AutoCloseable {
  /**
   * A process and where it stands.
   *
   * @param place where it was recorded first
   */
  record Listed(long place, ProcessEntry process) {
    public Listed {
      Objects.requireNonNull(process, "process");
    }
  }

  /**
   * The processes at these places, in this order; without those whose record is not there any more.
   *
   * @return on any thread; fails with {@link mostao.ao.kafka.BrokerUnavailable} when the broker
   *     does not answer in time
   */
  CompletionStage<List<Listed>> read(List<Long> places);

  @Override
  void close();
}
