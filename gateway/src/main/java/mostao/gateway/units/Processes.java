package mostao.gateway.units;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import mostao.ao.ans104.Base64Url;
import mostao.ao.kafka.directory.CreationIndex;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.directory.Listings;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;

/** The directory as requests see it: a process, or the refusal. Thread-safe, never blocks. */
public final class Processes {
  private final Directory directory;
  private final Listings listings;

  public Processes(Directory directory, Listings listings) {
    this.directory = directory;
    this.listings = listings;
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
    return lookUp(process, any -> true);
  }

  /** See {@link Directory#lookUp(String, Predicate)}. */
  public CompletionStage<Reply<ProcessEntry>> lookUp(
      String process, Predicate<ProcessEntry> exists) {
    return directory
        .lookUp(process, exists)
        .thenApply(
            found ->
                found
                    .<Reply<ProcessEntry>>map(Reply::given)
                    .orElseGet(() -> Reply.denied(missing(process))));
  }

  /**
   * Why a process that was looked up can't be used. When the directory had no room for all that
   * were recorded, nobody can say that it does not exist.
   */
  public ApiError missing(String process) {
    return directory.leftOut() > 0 && Base64Url.isId(process)
        ? ApiError.directoryFull(
            "process "
                + ApiError.quote(process)
                + " does not exist in this deployment, or is one of those for which this gateway"
                + " has no room: it keeps "
                + directory.most())
        : ApiError.unknownProcess(process);
  }

  /** Why no further process may be born; empty while there is room. */
  public Optional<ApiError> full() {
    return directory.hasRoomFor(1)
        ? Optional.empty()
        : Optional.of(
            ApiError.directoryFull(
                "the deployment has the "
                    + directory.most()
                    + " processes that it may have; no more are made until its operator raises the"
                    + " limit, and everything else goes on"));
  }

  /** See {@link Directory#catchUp}. */
  public CompletionStage<Void> catchUp() {
    return directory.catchUp();
  }

  /** See {@link Listings#read}. */
  public CompletionStage<List<Listings.Listed>> listed(List<Long> places) {
    return listings.read(places);
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
