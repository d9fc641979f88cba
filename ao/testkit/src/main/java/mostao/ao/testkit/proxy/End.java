package mostao.ao.testkit.proxy;

/** How a connection ends, for both its sides. */
public enum End {
  /** In order: each side reads an end of stream behind what was passed. */
  FIN,
  /** At once: each side gets "connection reset". */
  RST
}
