package mostao.gateway.units;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import mostao.ao.kafka.directory.CreationIndex;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;

/** The directory as requests see it: a process, or the refusal. Thread-safe, never blocks. */
public final class Processes {
  private final Directory directory;

  public Processes(Directory directory) {
    this.directory = directory;
  }

  /** The process, if it has been read already. */
  public Optional<ProcessEntry> find(String process) {
    return directory.find(process);
  }

  /**
   * The process, if it was recorded before this call, else the refusal.
   *
   * @return on any thread; fails with {@link mostao.ao.kafka.BrokerUnavailable} when the broker
   *     does not answer
   */
  public CompletionStage<Reply<ProcessEntry>> lookUp(String process) {
    return directory
        .lookUp(process)
        .thenApply(
            found ->
                found
                    .<Reply<ProcessEntry>>map(Reply::given)
                    .orElseGet(() -> Reply.denied(ApiError.unknownProcess(process))));
  }

  /** See {@link Directory#catchUp}. */
  public CompletionStage<Void> catchUp() {
    return directory.catchUp();
  }

  /** See {@link Directory#open}. */
  public CreationIndex open() {
    return directory.open();
  }

  /**
   * The deployment record.
   *
   * @throws Unavailable while no messenger has recorded it
   */
  public Deployment deployment() {
    return directory
        .deployment()
        .orElseThrow(() -> new Unavailable(ApiError.deploymentUnknown(), null));
  }
}
