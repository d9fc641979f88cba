package mostao.gateway.scheduler;

import java.util.List;
import java.util.concurrent.CompletionStage;
import mostao.ao.assignment.Slot;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.answer.Reply;

/** Where the order of a process comes from. */
@FunctionalInterface
interface SlotSource {
  /**
   * Slots without a gap.
   *
   * @param more whether there are any behind the last
   */
  record Page(List<Slot> slots, boolean more) {
    public Page {
      slots = List.copyOf(slots);
    }
  }

  /**
   * @param limit at most so many; fewer may come though there are more
   * @return fails when the source is away
   */
  CompletionStage<Reply<Page>> slots(ProcessEntry process, long fromNonce, long limit);
}
