package mostao.session.model;

import mostao.ao.process.RowKey;

/** A row of one session that is read by its key. */
public sealed interface SessionRowKey extends RowKey {
  /**
   * How far the session is: {@link SessionView#generation}, {@link SessionView#lastMessage}; and
   * {@link SessionView#blocks}.
   */
  record Head() implements SessionRowKey {}

  /** See {@link SessionView#key}. */
  record Key(long generation) implements SessionRowKey {}

  /** The key of the generation that the head names. */
  record CurrentKey() implements SessionRowKey {}
}
