package mostao.registry.model;

import java.util.List;
import java.util.Optional;

/** Reads of one Registry's rows. Every one costs the same however many rows there are. */
public interface RegistryView {
  /**
   * Says that two names and their link are going to be asked for. A view to which each question is
   * a way to a server and back asks once.
   */
  default void prefetchSession(String handle, String other) {}

  /** The name that is spelled like this, in upper or lower case. */
  Optional<Name> name(String handle);

  /** The active name this process has; nothing once it was renounced. */
  Optional<Name> nameOf(String process);

  /** The name whose process was asked for with this reference. */
  Optional<Name> nameSpawnedAs(long reference);

  /**
   * Active names by name.
   *
   * @param owner address, in any case: some clients lower-case it
   * @param limit at most so many
   */
  List<Name> namesOwnedBy(String owner, int limit);

  /**
   * Names by name, pending ones as well.
   *
   * @param limit at most so many
   */
  List<Name> names(int limit);

  /** The link of two handle processes, A being the handle whose name comes first. */
  Optional<SessionLink> link(String processA, String processB);

  /**
   * Links in the order in which they were first asked for.
   *
   * @param limit at most so many
   */
  List<SessionLink> links(int limit);

  /** The link whose process was asked for with this reference. */
  Optional<SessionLink> linkSpawnedAs(long reference);

  /** The unanswered notice sent with this reference. */
  Optional<Notice> notice(long reference);

  /** The renounced name that is spelled like this, in upper or lower case. */
  Optional<KeptName> kept(String handle);

  /** Renounced names, those first renounced first; of the same time, by name. */
  List<KeptName> oldestKept(int limit);

  /**
   * What a wallet holds of the names.
   *
   * @param after kept names renounced until then count no longer, Unix milliseconds
   */
  Held held(String owner, long after);

  /**
   * A use of a quota, counted back from the newest.
   *
   * @param nth 1 for the newest
   */
  Optional<Use> use(Use.Kind kind, String subject, int nth);

  /** Uses of all quotas, the oldest first. */
  List<Use> oldestUses(int limit);
}
