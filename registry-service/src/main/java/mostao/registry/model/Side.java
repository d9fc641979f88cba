package mostao.registry.model;

/** The two parties of a session: A is the handle whose name comes first. */
public enum Side {
  A,
  B
}
