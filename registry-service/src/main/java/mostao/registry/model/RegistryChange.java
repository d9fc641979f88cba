package mostao.registry.model;

/** A change to the rows of one Registry. Applying one twice is as good as once. */
public sealed interface RegistryChange {
  /** Adds a name or replaces the one of that handle, in whatever case. */
  record PutName(Name name) implements RegistryChange {}

  /** The name, however it is spelled, is free; nothing if it was. */
  record RemoveName(String handle) implements RegistryChange {}

  /** Adds a link or replaces the one of that pair. */
  record PutLink(SessionLink link) implements RegistryChange {}

  /** Adds a notice that waits for its answer. */
  record PutNotice(Notice notice) implements RegistryChange {}

  /** No notice to that side of that link waits any more. */
  record RemoveNotices(String processA, String processB, Side side) implements RegistryChange {}
}
