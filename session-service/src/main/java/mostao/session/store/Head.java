package mostao.session.store;

import mostao.session.model.Blocks;

/** How far one session is, so that a turn needs not look; and who blocks whom. */
record Head(long generation, long lastMessage, Blocks blocks) {
  /** Of a session that nothing has happened to. */
  static final Head NONE = new Head(0, 0, Blocks.NONE);

  Head at(long current) {
    return new Head(current, lastMessage, blocks);
  }

  Head with(long newest) {
    return new Head(generation, newest, blocks);
  }

  Head under(Blocks now) {
    return new Head(generation, lastMessage, now);
  }
}
