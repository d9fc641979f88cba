package mostao.session.model;

/** A change to the rows of one session. Both only ever append. */
public sealed interface SessionChange {
  /** The next generation of the key. */
  record AddKey(SessionKey key) implements SessionChange {}

  /** The next message. */
  record AddMessage(StoredMessage message) implements SessionChange {}
}
