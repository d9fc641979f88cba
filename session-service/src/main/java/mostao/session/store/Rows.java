package mostao.session.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.KeyedTable;
import mostao.ao.runtime.unit.KeyedTable.Column;
import mostao.ao.runtime.unit.KeyedTable.Only;
import mostao.ao.runtime.unit.KeyedTable.Type;
import mostao.session.model.Blocks;
import mostao.session.model.SessionKey;
import mostao.session.model.StoredMessage;

/** The tables of sessions, as turns find and put their rows. */
final class Rows {
  static final KeyedTable<Only, Head> HEADS =
      KeyedTable.ofOne(
              "session_head",
              List.<Column<Head>>of(
                  new Column<>("generation", Type.BIGINT, Head::generation),
                  new Column<>("last_message", Type.BIGINT, Head::lastMessage),
                  new Column<>("blocked_by_a", Type.BOOLEAN, head -> head.blocks().byA()),
                  new Column<>("blocked_by_b", Type.BOOLEAN, head -> head.blocks().byB())),
              (only, row) -> head(row))
          .remembered();

  /** Never changed. */
  static final KeyedTable<Long, SessionKey> KEYS =
      KeyedTable.ofSeveral(
          "session_key",
          new Column<>("generation", Type.BIGINT, generation -> generation),
          List.<Column<SessionKey>>of(
              new Column<>("rotated_by", Type.TEXT, key -> key.by().orElse(null)),
              new Column<>("rotated_at", Type.BIGINT, SessionKey::rotated),
              new Column<>("encrypted_a", Type.TEXT, key -> EscapedText.column(key.encryptedByA())),
              new Column<>("pubkey_a", Type.TEXT, key -> EscapedText.column(key.pubkeyA())),
              new Column<>("encrypted_b", Type.TEXT, key -> EscapedText.column(key.encryptedByB())),
              new Column<>("pubkey_b", Type.TEXT, key -> EscapedText.column(key.pubkeyB())),
              new Column<>(
                  "statement",
                  Type.TEXT,
                  key -> key.statement().map(EscapedText::column).orElse(null))),
          Rows::key);

  /** Never changed, and only read by page. */
  static final KeyedTable<Long, StoredMessage> MESSAGES =
      KeyedTable.ofSeveral(
          "session_message",
          new Column<>("id", Type.BIGINT, id -> id),
          List.<Column<StoredMessage>>of(
              new Column<>("message_id", Type.TEXT, StoredMessage::messageId),
              new Column<>("sender", Type.TEXT, StoredMessage::sender),
              new Column<>("generation", Type.BIGINT, StoredMessage::generation),
              new Column<>("taken_at", Type.BIGINT, StoredMessage::timestamp),
              new Column<>("content", Type.TEXT, message -> EscapedText.column(message.content())),
              new Column<>("stale", Type.BOOLEAN, StoredMessage::stale),
              new Column<>("size", Type.INTEGER, StoredMessage::size)),
          Rows::message);

  private Rows() {}

  /** From the columns of {@link #HEADS}. */
  static Head head(ResultSet row) throws SQLException {
    return new Head(
        row.getLong(1), row.getLong(2), new Blocks(row.getBoolean(3), row.getBoolean(4)));
  }

  /** From the columns of {@link #MESSAGES} but the last. */
  static StoredMessage message(long id, ResultSet row) throws SQLException {
    return new StoredMessage(
        id,
        row.getString(1),
        row.getString(2),
        row.getLong(3),
        row.getLong(4),
        EscapedText.text(row.getString(5)),
        row.getBoolean(6));
  }

  /** From the columns of {@link #KEYS}. */
  static SessionKey key(long generation, ResultSet row) throws SQLException {
    return new SessionKey(
        generation,
        Optional.ofNullable(row.getString(1)),
        row.getLong(2),
        EscapedText.text(row.getString(3)),
        EscapedText.text(row.getString(4)),
        EscapedText.text(row.getString(5)),
        EscapedText.text(row.getString(6)),
        Optional.ofNullable(row.getString(7)).map(EscapedText::text));
  }
}
