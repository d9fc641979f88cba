package mostao.handle.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.KeyedTable;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Place;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.handle.model.ChatEntry;

/** The chats of all handles, as turns find and put them. */
final class Chats {
  static final KeyedTable<String, ChatEntry> TABLE =
      KeyedTable.ofSeveral(
              "handle_chat",
              new Column<>("session", Type.TEXT, session -> session),
              List.<Column<ChatEntry>>of(
                  new Column<>(
                      "other_name", Type.TEXT, chat -> EscapedText.column(chat.otherName())),
                  new Column<>("other_process", Type.TEXT, ChatEntry::otherProcess),
                  new Column<>("last_message", Type.BIGINT, ChatEntry::lastMessage),
                  new Column<>("last_viewed", Type.BIGINT, ChatEntry::lastViewed),
                  new Column<>("unread", Type.BIGINT, ChatEntry::unread),
                  new Column<>("state", Type.TEXT, chat -> chat.state().name()),
                  new Column<>("begun", Type.BIGINT, ChatEntry::begun)),
              Chats::chat)
          .remembered();

  private Chats() {}

  /** A session's name is free text; no row has an id that PostgreSQL can't hold. */
  static Optional<Place<String>> place(String process, String session) {
    return session.indexOf('\0') >= 0
        ? Optional.empty()
        : Optional.of(new Place<>(process, session));
  }

  /** From the columns of {@link #TABLE}. */
  static ChatEntry chat(String session, ResultSet row) throws SQLException {
    return new ChatEntry(
        session,
        EscapedText.text(row.getString(1)),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        row.getLong(5),
        ChatEntry.State.valueOf(row.getString(6)),
        row.getLong(7));
  }
}
