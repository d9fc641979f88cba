package mostao.session.model;

/** A change to the rows of one session. Keys and messages are only ever appended. */
public sealed interface SessionChange {
  /** Writes this change to rows. */
  void applyTo(Writer rows);

  /** Rows of any store: one method a change, so that a store which forgets one does not compile. */
  interface Writer {
    void write(AddKey change);

    void write(AddMessage change);

    void write(SetBlocks change);
  }

  /** The next generation of the key. */
  record AddKey(SessionKey key) implements SessionChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Who blocks whom from now on. */
  record SetBlocks(Blocks blocks) implements SessionChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** The next message. */
  record AddMessage(StoredMessage message) implements SessionChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }
}
