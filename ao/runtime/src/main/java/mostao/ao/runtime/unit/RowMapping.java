package mostao.ao.runtime.unit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.turn.Evaluation;
import mostao.ao.turn.ProcessRow;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Wire;

/** The unit's rows, to the database and back. */
final class RowMapping {
  static final String SELECT_PROCESS =
      "select id, owner, tags, inbox_partition, reference, nonce, last_timestamp from process";

  static final String UPSERT_PROCESS =
      "insert into process"
          + " (id, owner, tags, inbox_partition, reference, nonce, last_timestamp)"
          + " values (?, ?, ?, ?, ?, ?, ?)"
          + " on conflict (id) do update set reference = excluded.reference,"
          + " nonce = excluded.nonce, last_timestamp = excluded.last_timestamp";

  /** Of rows that are there: nothing else of a process ever changes. */
  static final String UPDATE_PROCESSES =
      "update process set reference = now.reference, nonce = now.nonce,"
          + " last_timestamp = now.last_timestamp"
          + " from unnest(?, ?, ?, ?) as now (id, reference, nonce, last_timestamp)"
          + " where process.id = now.id";

  /**
   * Behind {@code from}, PostgreSQL would gather all rows, of kilobytes each, before it inserts the
   * first.
   */
  static final String INSERT_EVALUATIONS =
      "insert into evaluation (process, nonce, message, inbox_partition, inbox_offset,"
          + " evaluated_at, failed, item, outcome, hidden)"
          + " select unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?), unnest(?),"
          + " unnest(?), unnest(?), unnest(?)";

  /**
   * One message at one process. A plan must find it by the message and never by the process, which
   * may have millions, also while the table has no statistics that say so.
   */
  static final String WHERE_MESSAGE_AT = " where message = ? and process || '' = ?";

  /** Names of fields have none. */
  private static final String HIDDEN_SEPARATOR = ",";

  private RowMapping() {}

  static ProcessRow process(ResultSet row) throws SQLException {
    return new ProcessRow(
        row.getString(1),
        row.getString(2),
        tags(row.getString(3)),
        row.getInt(4),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  static void set(PreparedStatement upsert, ProcessRow process) throws SQLException {
    upsert.setString(1, process.id());
    upsert.setString(2, process.owner());
    upsert.setString(3, text(process.tags()));
    upsert.setInt(4, process.partition());
    upsert.setLong(5, process.reference());
    upsert.setLong(6, process.nonce());
    upsert.setLong(7, process.timestamp());
  }

  /** From the columns partition, offset, item, outcome. */
  static Evaluation evaluation(ResultSet row) throws SQLException {
    return new Evaluation(
        row.getInt(1),
        row.getLong(2),
        ours(Wire.decodeInbox(bytes(row.getString(3)))),
        ours(Wire.decodeOutbox(bytes(row.getString(4)))));
  }

  /** For {@link #INSERT_EVALUATIONS}. */
  static Object[] columns(List<Evaluation> rows) {
    return new Object[] {
      texts(rows, row -> row.outcome().process()),
      rows.stream().map(row -> row.outcome().nonce()).toArray(Long[]::new),
      texts(rows, row -> row.outcome().message()),
      rows.stream().map(Evaluation::partition).toArray(Integer[]::new),
      rows.stream().map(Evaluation::offset).toArray(Long[]::new),
      rows.stream().map(row -> row.outcome().timestamp()).toArray(Long[]::new),
      rows.stream().map(row -> row.outcome().result().error().isPresent()).toArray(Boolean[]::new),
      texts(rows, row -> text(row.signed().json())),
      texts(rows, row -> text(row.published().json())),
      texts(rows, row -> String.join(HIDDEN_SEPARATOR, row.item().exclude()))
    };
  }

  private static String[] texts(List<Evaluation> rows, Function<Evaluation, String> column) {
    return rows.stream().map(column).toArray(String[]::new);
  }

  /** Of the column {@code hidden}. */
  static List<String> hidden(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split(HIDDEN_SEPARATOR, -1));
  }

  private static String text(Tags tags) {
    ArrayNode array = AsciiJson.MAPPER.createArrayNode();
    for (Tag tag : tags) {
      array.addArray().add(tag.name()).add(tag.value());
    }
    try {
      return AsciiJson.MAPPER.writeValueAsString(array);
    } catch (JsonProcessingException bug) {
      throw new IllegalStateException("tags can always be written", bug);
    }
  }

  private static Tags tags(String column) {
    try {
      List<Tag> tags = new ArrayList<>();
      for (JsonNode tag : AsciiJson.MAPPER.readTree(column)) {
        tags.add(new Tag(tag.path(0).textValue(), tag.path(1).textValue()));
      }
      return new Tags(tags);
    } catch (JsonProcessingException foreign) {
      throw new IllegalStateException("the column holds what we did not write", foreign);
    }
  }

  private static <T> T ours(Decoded<T> decoded) {
    if (decoded instanceof Decoded.Ok<T> ok) {
      return ok.value();
    }
    Decoded.Fault fault = ((Decoded.Bad<T>) decoded).fault();
    throw new IllegalStateException(
        "the log holds what we did not write: " + fault.name() + ", " + fault.detail());
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
