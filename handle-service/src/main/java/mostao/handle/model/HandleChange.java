package mostao.handle.model;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** A change to the rows of one handle. */
public sealed interface HandleChange {
  /** Writes this change to rows. */
  void applyTo(Writer rows);

  /** Rows of any store: one method a change, so that a store which forgets one does not compile. */
  interface Writer {
    void write(PutProfile change);

    void write(PutChat change);

    void write(RemoveChat change);

    void write(KeepMessage change);

    void write(DropMessage change);
  }

  /** The profile is this, whole. */
  record PutProfile(ObjectNode profile) implements HandleChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Adds an entry or replaces that of the same session. */
  record PutChat(ChatEntry chat) implements HandleChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** The session leaves the chat list; nothing if it is not there. */
  record RemoveChat(String session) implements HandleChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Adds the next message to the inbox. */
  record KeepMessage(InboxMessage message) implements HandleChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }

  /** Drops a message of the inbox, the oldest of its sender. */
  record DropMessage(String sender, long sequence) implements HandleChange {
    @Override
    public void applyTo(Writer rows) {
      rows.write(this);
    }
  }
}
