package mostao.registry.model;

/** A change to the rows of one Registry. Applying one twice is as good as once. */
public sealed interface RegistryChange {
  /** Writes this change to rows. */
  void applyTo(Writer rows);

  /** Rows of any store: one method a change, so that a store which forgets one does not compile. */
  interface Writer {
    void write(PutName change);

    void write(RemoveName change);

    void write(PutLink change);

    void write(PutNotice change);

    void write(RemoveNotices change);
  }

  /** Adds a name or replaces the one of that handle, in whatever case. */
  record PutName(Name name) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** The name, however it is spelled, is free; nothing if it was. */
  record RemoveName(String handle) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Adds a link or replaces the one of that pair. */
  record PutLink(SessionLink link) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Adds a notice that waits for its answer. */
  record PutNotice(Notice notice) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** No notice to that side of that link waits any more. */
  record RemoveNotices(String processA, String processB, Side side) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }
}
