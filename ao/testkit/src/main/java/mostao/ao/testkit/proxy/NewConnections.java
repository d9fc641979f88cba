package mostao.ao.testkit.proxy;

/** Decides what happens to new connections. */
public enum NewConnections {
  /** They are led to the server. */
  ADMITTED,
  /** Nothing listens. */
  REFUSED,
  /** They are accepted and wait; the server hears of them when new ones are admitted again. */
  HELD
}
