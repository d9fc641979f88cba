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

    void write(RemoveNotice change);

    void write(RemoveNotices change);

    void write(KeepName change);

    void write(FreeName change);

    void write(PutUse change);

    void write(RemoveUse change);
  }

  /** Adds a name or replaces the one of that handle, in whatever case. */
  record PutName(Name name) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Nobody has the name, however it is spelled; nothing if nobody had. */
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

  /** That notice does not wait any more. */
  record RemoveNotice(long reference) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Keeps a name for its last owner, in whatever case. */
  record KeepName(KeptName name) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** The name, however it is spelled, is kept for nobody; nothing if it was not. */
  record FreeName(String handle) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Adds something that counts against a quota. */
  record PutUse(Use use) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** That counts no longer. */
  record RemoveUse(Use.Kind kind, long reference) implements RegistryChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }
}
