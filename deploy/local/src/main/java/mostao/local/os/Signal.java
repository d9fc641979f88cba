package mostao.local.os;

/** The POSIX signals the launcher sends to its children. */
public enum Signal {
  /** End in order (JVMs). */
  TERM,
  /** Interrupt; PostgreSQL's "fast" shutdown, which does not wait for clients. */
  INT,
  /** PostgreSQL's "immediate" shutdown. */
  QUIT,
  /** End at once, without a chance to clean up. */
  KILL,
  /** Freeze. */
  STOP,
  /** Thaw. */
  CONT
}
