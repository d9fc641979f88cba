package mostao.local.stack;

/** The role of a program, which decides the settings the launcher gives it. */
public enum Role {
  /** Evaluates one kind of process; has a database schema. */
  UNIT,
  /** Carries outboxes to inboxes; the only one with the authority's key. */
  MESSENGER,
  /** The door; has the scheduler's key and the key of access tokens. */
  GATEWAY
}
