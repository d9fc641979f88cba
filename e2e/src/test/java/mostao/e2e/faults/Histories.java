package mostao.e2e.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import mostao.ao.wire.Topics;
import mostao.e2e.faults.TopicTrace.Key;

/** The content of the services' own tables, read from the database. */
final class Histories {
  private Histories() {}

  /** Every conversation is complete, in each sender's order, and both were told of it. */
  static void check(Load load, Findings findings) throws SQLException {
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser()) {
      for (Pair pair : load.pairs()) {
        check(pair, messages(connection, pair.session()), findings);
        unread(connection, pair, pair.one(), findings);
        unread(connection, pair, pair.other(), findings);
      }
    }
  }

  private static void check(Pair pair, Map<String, List<String>> stored, Findings findings) {
    Map<String, List<String>> due = new HashMap<>();
    for (Pair.Accepted one : pair.accepted()) {
      due.computeIfAbsent(one.handle(), handle -> new ArrayList<>()).add(one.content());
    }
    for (Person person : List.of(pair.one(), pair.other())) {
      List<String> wanted = due.getOrDefault(person.handle(), List.of());
      List<String> found = stored.getOrDefault(person.handle(), List.of());
      int same = 0;
      while (same < wanted.size()
          && same < found.size()
          && wanted.get(same).equals(found.get(same))) {
        same++;
      }
      if (same < wanted.size() || same < found.size()) {
        findings.add(
            String.format(
                Locale.ROOT,
                "the history of session %s has %d messages of %s, accepted were %d; they differ at %d",
                pair.session(),
                found.size(),
                person.name(),
                wanted.size(),
                same));
      }
    }
  }

  /** Contents by sender, in the order of their ids, which have no gap. */
  private static Map<String, List<String>> messages(Connection connection, String session)
      throws SQLException {
    Map<String, List<String>> found = new HashMap<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select id, sender, content::jsonb #>> '{}' from session.session_message"
                + " where process = ? order by id")) {
      statement.setString(1, session);
      try (ResultSet rows = statement.executeQuery()) {
        long id = 0;
        while (rows.next()) {
          if (rows.getLong(1) != ++id) {
            throw new AssertionError("session " + session + " has no message " + id);
          }
          found
              .computeIfAbsent(rows.getString(2), sender -> new ArrayList<>())
              .add(rows.getString(3));
        }
      }
    }
    return found;
  }

  private static void unread(Connection connection, Pair pair, Person person, Findings findings)
      throws SQLException {
    long due =
        pair.accepted().stream().filter(one -> !one.handle().equals(person.handle())).count();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select unread from handle.handle_chat where process = ? and session = ?")) {
      statement.setString(1, person.handle());
      statement.setString(2, pair.session());
      try (ResultSet rows = statement.executeQuery()) {
        long unread = rows.next() ? rows.getLong(1) : -1;
        if (unread != due) {
          findings.add(person.name() + " was told of " + unread + " messages of " + due);
        }
      }
    }
  }

  /** Those of these messages that any log has. */
  static Set<Key> evaluatedEarlier(Set<Key> asked) throws SQLException {
    Set<Key> found = new HashSet<>();
    if (asked.isEmpty()) {
      return found;
    }
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser()) {
      for (String module : Topics.MODULES) {
        try (PreparedStatement statement =
            connection.prepareStatement(
                "select process, message from " + module + ".evaluation where message = any (?)")) {
          statement.setArray(
              1, connection.createArrayOf("text", asked.stream().map(Key::message).toArray()));
          try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
              found.add(new Key(rows.getString(1), rows.getString(2)));
            }
          }
        }
      }
    }
    return found;
  }

  /** I3: processes whose nonces have a gap, or are in another order than their places. */
  static List<String> gaps() throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection connection = FaultSystem.stack().database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      for (String module : Topics.MODULES) {
        try (ResultSet rows =
            statement.executeQuery(
                String.format(
                    Locale.ROOT,
                    """
                select process from (
                  select process, nonce, inbox_offset, inbox_partition,
                    row_number() over w - 1 as due,
                    lag(inbox_offset) over w as before, lag(inbox_partition) over w as partition_before
                  from %1$s.evaluation window w as (partition by process order by nonce)) e
                where nonce <> due or inbox_offset <= before or inbox_partition <> partition_before
                union
                select p.id from %1$s.process p
                where nonce <> (select count(*) from %1$s.evaluation e where e.process = p.id)
                """,
                    module))) {
          while (rows.next()) {
            found.add("I3 the nonces of " + module + " process " + rows.getString(1));
          }
        }
      }
    }
    return found;
  }
}
