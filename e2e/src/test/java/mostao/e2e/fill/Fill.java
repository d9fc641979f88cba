package mostao.e2e.fill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mostao.local.meter.LocalSystem;

/**
 * Fills the databases of a running {@code ./mostao up}. Everything is written as services write it,
 * a part in each transaction, in which no turn is under way; what counts up is counted up. What it
 * writes is invented all the same: nothing of it is in any topic, log or directory, no rebuild
 * gives it again, and only names that begin with {@code filled-} have it. Used by one thread;
 * blocks.
 */
public final class Fill {
  private static final String USAGE =
      "e2e/fill --data DIR [--gateway URL] [--handles N] [--sessions N] [--messages N] [--chats N]\n"
          + "  of a running ./mostao up that ./mostao bench has sent messages through;"
          + " N is how many there are then:\n"
          + "  --handles   names in the Registry, each with a handle's process and profile\n"
          + "  --sessions  sessions of these, each with a link, two chats and a key\n"
          + "  --messages  of the session of the bench's first pair\n"
          + "  --chats     of each handle that the bench sends from\n"
          + "Writes bench/filled-names for ./mostao bench --names. Never in a system that is to be"
          + " kept.";

  private static final int ROWS_AT_ONCE = 50_000;
  private static final int MESSAGES_AT_ONCE = 250_000;
  private static final int NAMES_LISTED = 10_000;
  private static final int CONTENT_BYTES = 300;
  private static final Pattern PARAMETER = Pattern.compile("(?<!:):([a-z_]+)");
  private static final Pattern TEXT = Pattern.compile("[A-Za-z0-9_-]+");

  /** 43 characters for 32 bytes, the same for the same number in every table. */
  private static final String MADE_UP =
      "create function pg_temp.made_up(kind text, number bigint) returns text"
          + " language sql immutable parallel safe as $$ select translate(rtrim(encode(sha256("
          + "convert_to('filled ' || kind || ' ' || number, 'UTF8')), 'base64'), '='), '+/', '-_') $$";

  private final Connection database;
  private final Path sql;
  private final PrintWriter out;
  private final Map<String, Object> values = new HashMap<>();

  private Fill(Connection database, Path sql, PrintWriter out) {
    this.database = database;
    this.sql = sql;
    this.out = out;
  }

  /**
   * How many there are to be; of what there is more already nothing is written.
   *
   * @param handles invented names
   * @param sessions of these; at most half of what pairs there are
   * @param messages in the session of the first pair
   * @param chats of each handle that a pair sends from
   */
  public record Amounts(long handles, long sessions, long messages, long chats) {
    /** What a chat list holds, unless it is set otherwise. */
    private static final long MOST_CHATS = 2_000;

    public Amounts {
      if (handles < 0 || sessions < 0 || messages < 0 || chats < 0 || chats > MOST_CHATS) {
        throw new IllegalArgumentException(
            "amounts are not negative, and chats at most " + MOST_CHATS);
      }
      if (sessions > 0 && sessions > handles * (handles - 1) / 2) {
        throw new IllegalArgumentException("so few handles don't have so many sessions");
      }
    }
  }

  /** See {@code --help}. */
  public static void main(String[] words) throws IOException, SQLException {
    PrintWriter out =
        new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
    Map<String, String> options = new HashMap<>();
    for (int i = 0; i + 1 < words.length; i += 2) {
      options.put(words[i], words[i + 1]);
    }
    if (words.length % 2 != 0 || !options.containsKey("--data")) {
      out.println(USAGE);
      System.exit(2);
    }
    Path root = Path.of(System.getProperty("mostao.root"));
    Path data = Path.of(options.remove("--data"));
    String gateway = options.getOrDefault("--gateway", "http://127.0.0.1:7070");
    options.remove("--gateway");
    Amounts amounts =
        new Amounts(
            number(options, "--handles"),
            number(options, "--sessions"),
            number(options, "--messages"),
            number(options, "--chats"));
    if (!options.isEmpty()) {
      throw new IllegalArgumentException("no option is called " + options.keySet());
    }
    LocalSystem system =
        LocalSystem.of(data, URI.create(gateway))
            .orElseThrow(() -> new IOException("no ./mostao up runs with --data " + data));
    run(system, data.resolve("bench"), root, amounts, out);
  }

  private static long number(Map<String, String> options, String name) {
    String text = options.remove(name);
    return text == null ? 0 : Long.parseLong(text);
  }

  /**
   * Fills a system.
   *
   * @param items where the bench keeps its pairs; the list of names is put there
   * @param root of the repository
   * @param out told how it goes
   */
  public static void run(
      LocalSystem system, Path items, Path root, Amounts amounts, PrintWriter out)
      throws IOException, SQLException {
    try (Connection database = system.administration()) {
      database.setAutoCommit(false);
      Fill fill = new Fill(database, root.resolve("e2e/src/test/resources/fill"), out);
      fill.all(pairs(items), items, amounts);
    }
  }

  /** The bench's pairs of the kind of wallet that it used first. */
  private static JsonNode pairs(Path items) throws IOException {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(items)) {
      try (Stream<Path> files = Files.find(items, 3, (f, a) -> f.endsWith("pairs.json"))) {
        files.sorted().forEach(found::add);
      }
    }
    if (found.size() != 1) {
      throw new IOException(
          found.size()
              + " files pairs.json are in "
              + items
              + " where one is wanted: run ./mostao bench with one kind of wallet before");
    }
    return new ObjectMapper().readTree(Files.readString(found.get(0))).path("pairs");
  }

  private void all(JsonNode pairs, Path items, Amounts amounts) throws IOException, SQLException {
    execute(MADE_UP);
    JsonNode first = pairs.path(0);
    values.put("like_handle", first.path("a_process").asText());
    values.put("like_name", first.path("a").asText());
    values.put("like_name_a", first.path("a").asText());
    values.put("like_name_b", first.path("b").asText());
    values.put("like_process_a", first.path("a_process").asText());
    values.put("like_process_b", first.path("b_process").asText());
    values.put("like_session", first.path("session").asText());
    values.put("session", first.path("session").asText());
    values.put("from", first.path("a_process").asText());
    values.put("to", first.path("b_process").asText());
    values.put(
        "like_owner", text("select owner from registry.registry_name where pid = :like_handle"));
    values.put(
        "registry", text("select process from registry.registry_name where pid = :like_handle"));
    values.put("size", CONTENT_BYTES);
    database.commit();
    handles(amounts);
    sessions(amounts);
    messages(amounts);
    for (JsonNode pair : pairs) {
      chats(pair.path("a_process").asText(), amounts.chats());
    }
    list(items.resolve("filled-names"));
    tidy();
  }

  private void handles(Amounts amounts) throws IOException, SQLException {
    String there =
        "select count(*) from registry.registry_name where process = :registry"
            + " and handle between 'filled-' and 'filled-a'";
    long before = number(there);
    values.put("all", amounts.handles());
    for (long done = before; done < amounts.handles(); ) {
      long last = Math.min(amounts.handles(), done + ROWS_AT_ONCE);
      registered("handles.sql", done + 1, last);
      done = say("names", before, last, amounts.handles());
    }
  }

  private void sessions(Amounts amounts) throws IOException, SQLException {
    String there =
        "select count(*) from registry.session_link where process = :registry"
            + " and handle_a between 'filled-' and 'filled-a'";
    long before = number(there);
    values.put("all", amounts.sessions());
    values.put("handles", amounts.handles());
    for (long done = before; done < amounts.sessions(); ) {
      long last = Math.min(amounts.sessions(), done + ROWS_AT_ONCE);
      registered("sessions.sql", done + 1, last);
      done = say("sessions", before, last, amounts.sessions());
    }
  }

  /** Rows of the Registry, each with a reference of its own. */
  private void registered(String script, long first, long last) throws IOException, SQLException {
    noTurns("registry");
    values.put("first", first);
    values.put("last", last);
    values.put("now", now());
    values.put("reference", number("select reference from registry.process where id = :registry"));
    script(script);
    execute(
        "update registry.process set reference = reference + :last - :first + 1"
            + " where id = :registry");
    database.commit();
  }

  private void messages(Amounts amounts) throws IOException, SQLException {
    String newest = "select last_message from session.session_head where process = :session";
    String latest =
        "select coalesce(max(taken_at), 0) from session.session_message"
            + " where process = :session";
    long before = number(newest);
    long missing = amounts.messages() - before;
    long now = now();
    // They fill the time since the last one; of a session without any, a second each.
    long begin = before == 0 ? now - 1_000 * missing : number(latest);
    for (long done = before; done < amounts.messages(); ) {
      noTurns("session");
      noTurns("handle");
      // Somebody may have written meanwhile.
      done = number(newest);
      long last = Math.min(amounts.messages(), done + MESSAGES_AT_ONCE);
      long from = done == 0 ? begin : number(latest);
      values.put("first", done + 1);
      values.put("last", last);
      values.put("begin", from);
      values.put("end", Math.max(from, begin + (now - begin) * (last - before) / missing));
      script("messages.sql");
      database.commit();
      done = say("messages", before, last, amounts.messages());
    }
  }

  private void chats(String handle, long chats) throws IOException, SQLException {
    noTurns("handle");
    values.put("handle", handle);
    values.put("chats", chats);
    script("chats.sql");
    database.commit();
  }

  /** Some names, from all over, as {@code ./mostao bench --names} takes them. */
  private void list(Path file) throws IOException, SQLException {
    List<String> lines = new ArrayList<>();
    try (Statement statement = database.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "select spelling || ' ' || pid || ' ' || owner from registry.registry_name"
                    + " where handle between 'filled-' and 'filled-a' order by pid limit "
                    + NAMES_LISTED)) {
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
    }
    database.commit();
    Files.write(file, lines);
    out.println(lines.size() + " names are listed in " + file);
  }

  /** What the database does by itself, some time later. */
  private void tidy() throws SQLException {
    database.setAutoCommit(true);
    for (String table :
        List.of(
            "registry.registry_name",
            "registry.session_link",
            "registry.registry_use",
            "handle.process",
            "handle.handle_profile",
            "handle.handle_chat",
            "session.process",
            "session.session_head",
            "session.session_key",
            "session.session_message")) {
      execute("vacuum (analyze) " + table);
    }
  }

  /** Until the end of the transaction, as a migration does it. */
  private void noTurns(String service) throws SQLException {
    execute("lock table " + service + ".progress in access exclusive mode");
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private long say(String what, long before, long done, long all) {
    if (done == all || (done - before) % (10 * ROWS_AT_ONCE) == 0) {
      out.println(String.format(Locale.ROOT, "%,d of %,d %s", done, all, what));
    }
    return done;
  }

  private void script(String name) throws IOException, SQLException {
    execute(Files.readString(sql.resolve(name)));
  }

  private void execute(String text) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute(filled(text));
    }
  }

  private String text(String query) throws SQLException {
    try (Statement statement = database.createStatement();
        ResultSet rows = statement.executeQuery(filled(query))) {
      if (!rows.next()) {
        throw new SQLException("the bench's first pair is not in this system: " + query);
      }
      return rows.getString(1);
    }
  }

  private long number(String query) throws SQLException {
    return Long.parseLong(text(query));
  }

  /** The values are ours, so that they can stand where parameters can't. */
  private String filled(String text) {
    Matcher matcher = PARAMETER.matcher(text.replaceAll("(?m)^ *--.*$", ""));
    return matcher.replaceAll(
        found -> {
          Object value = values.get(found.group(1));
          if (value instanceof Number) {
            return value.toString();
          }
          if (value instanceof String word && TEXT.matcher(word).matches()) {
            return "'" + word + "'";
          }
          throw new IllegalArgumentException(found.group() + " is " + value);
        });
  }
}
