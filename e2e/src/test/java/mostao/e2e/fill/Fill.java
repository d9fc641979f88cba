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
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import mostao.local.meter.LocalSystem;

/**
 * Fills the databases of a running {@code ./mostao up}. Everything is written as services write it,
 * a part in each transaction, in which no turn is under way; what counts up is counted up. What it
 * writes is invented all the same: nothing of it is on an inbox, no rebuild gives it again, and
 * only names that begin with {@code filled-} or {@code live-} have it. Used by one thread; blocks.
 */
public final class Fill {
  private static final String USAGE =
      "e2e/fill --data DIR [--gateway URL] [--handles N] [--sessions N] [--messages N] [--chats N]\n"
          + "  [--live N] [--evaluations N] [--directory N]\n"
          + "  of a running ./mostao up that ./mostao bench has sent messages through;"
          + " N is how many there are then:\n"
          + "  --handles   names in the Registry, each with a handle's process and profile\n"
          + "  --sessions  sessions of these, each with a link, two chats and a key\n"
          + "  --messages  of the session of the bench's first pair\n"
          + "  --chats     of each handle that the bench sends from\n"
          + "  --live      pairs for ./mostao bench --sessions, with wallets and all that a message"
          + " needs\n"
          + "  --evaluations  in the log of the invented handles, and as many in that of the"
          + " sessions\n"
          + "  --directory invented handles and sessions, in turn, that the directory has\n"
          + "Writes bench/filled-names for ./mostao bench --names. Never in a system that is to be"
          + " kept.";

  private static final int ROWS_AT_ONCE = 50_000;
  private static final int MESSAGES_AT_ONCE = 250_000;
  private static final int NAMES_LISTED = 10_000;
  private static final int CONTENT_BYTES = 300;

  /** Messages that each of the handles and sessions had whose log is invented. */
  private static final int EVALUATIONS_EACH = 30;

  private final Sql sql;
  private final PrintWriter out;

  private Fill(Sql sql, PrintWriter out) {
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
   * @param live pairs of the bench that are made here: with wallets, handles and a session that
   *     carry messages
   * @param evaluations in the log of the handles, and as many in that of the sessions
   * @param directory processes that gateway and messenger know, handles and sessions in turn; of
   *     those behind the invented ones nothing else is there
   */
  public record Amounts(
      long handles,
      long sessions,
      long messages,
      long chats,
      long live,
      long evaluations,
      long directory) {
    /** What a chat list holds, unless it is set otherwise. */
    private static final long MOST_CHATS = 2_000;

    public Amounts {
      if (LongStream.of(handles, sessions, messages, chats, live, evaluations, directory)
                  .min()
                  .orElse(0)
              < 0
          || chats > MOST_CHATS) {
        throw new IllegalArgumentException(
            "amounts are not negative, and chats at most " + MOST_CHATS);
      }
      if (evaluations > EVALUATIONS_EACH * Math.min(handles, sessions)) {
        throw new IllegalArgumentException(
            "evaluations are " + EVALUATIONS_EACH + " of each handle and session at most");
      }
      if (directory > 0 && handles == 0) {
        throw new IllegalArgumentException("sessions in the directory are of handles");
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
            number(options, "--chats"),
            number(options, "--live"),
            number(options, "--evaluations"),
            number(options, "--directory"));
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
      Path file = pairsFile(items);
      Fill fill = new Fill(new Sql(database, root.resolve("e2e/src/test/resources/fill")), out);
      fill.all(system, file, items, amounts);
    }
  }

  /** Of the bench, and of the kind of wallet that it used first. */
  private static Path pairsFile(Path items) throws IOException {
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
    return found.get(0);
  }

  private void all(LocalSystem system, Path file, Path items, Amounts amounts)
      throws IOException, SQLException {
    JsonNode pairs = new ObjectMapper().readTree(Files.readString(file)).path("pairs");
    JsonNode first = pairs.path(0);
    sql.put("like_handle", first.path("a_process").asText());
    sql.put("like_name", first.path("a").asText());
    sql.put("like_name_a", first.path("a").asText());
    sql.put("like_name_b", first.path("b").asText());
    sql.put("like_process_a", first.path("a_process").asText());
    sql.put("like_process_b", first.path("b_process").asText());
    sql.put("like_session", first.path("session").asText());
    sql.put("session", first.path("session").asText());
    sql.put("from", first.path("a_process").asText());
    sql.put("to", first.path("b_process").asText());
    sql.put(
        "like_owner",
        sql.text("select owner from registry.registry_name where pid = :like_handle"));
    sql.put(
        "registry",
        sql.text("select process from registry.registry_name where pid = :like_handle"));
    sql.put("size", CONTENT_BYTES);
    sql.commit();
    handles(amounts);
    sessions(amounts);
    messages(amounts);
    if (amounts.chats() > 0) {
      for (JsonNode pair : pairs) {
        if (!Live.isLive(pair)) {
          chats(pair.path("a_process").asText(), amounts.chats());
        }
      }
    }
    evaluations(amounts);
    try (Announced directory = Announced.like(system, sql)) {
      new Live(sql, file, directory, out).fill(amounts.live());
      announce(directory, items.resolve("filled-directory"), amounts);
    }
    list(items.resolve("filled-names"));
    sql.tidy();
  }

  private void handles(Amounts amounts) throws IOException, SQLException {
    String there =
        "select count(*) from registry.registry_name where process = :registry"
            + " and handle between 'filled-' and 'filled-a'";
    long before = sql.number(there);
    sql.put("all", amounts.handles());
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
    long before = sql.number(there);
    sql.put("all", amounts.sessions());
    sql.put("handles", amounts.handles());
    for (long done = before; done < amounts.sessions(); ) {
      long last = Math.min(amounts.sessions(), done + ROWS_AT_ONCE);
      registered("sessions.sql", done + 1, last);
      done = say("sessions", before, last, amounts.sessions());
    }
  }

  /** Rows of the Registry, each with a reference of its own. */
  private void registered(String script, long first, long last) throws IOException, SQLException {
    sql.noTurns("registry");
    sql.put("first", first);
    sql.put("last", last);
    sql.put("now", System.currentTimeMillis());
    sql.put("reference", sql.number("select reference from registry.process where id = :registry"));
    sql.script(script);
    sql.execute(
        "update registry.process set reference = reference + :last - :first + 1"
            + " where id = :registry");
    sql.commit();
  }

  private void messages(Amounts amounts) throws IOException, SQLException {
    String newest = "select last_message from session.session_head where process = :session";
    String latest =
        "select coalesce(max(taken_at), 0) from session.session_message"
            + " where process = :session";
    long before = sql.number(newest);
    long missing = amounts.messages() - before;
    long now = System.currentTimeMillis();
    // They fill the time since the last one; of a session without any, a second each.
    long begin = before == 0 ? now - 1_000 * missing : sql.number(latest);
    for (long done = before; done < amounts.messages(); ) {
      sql.noTurns("session");
      sql.noTurns("handle");
      // Somebody may have written meanwhile.
      done = sql.number(newest);
      long last = Math.min(amounts.messages(), done + MESSAGES_AT_ONCE);
      long from = done == 0 ? begin : sql.number(latest);
      sql.put("first", done + 1);
      sql.put("last", last);
      sql.put("begin", from);
      sql.put("end", Math.max(from, begin + (now - begin) * (last - before) / missing));
      sql.script("messages.sql");
      sql.commit();
      done = say("messages", before, last, amounts.messages());
    }
  }

  /**
   * The logs of the first so many handles and sessions, of which each had a message in turn of
   * those that the first pair had. They stand in front of each partition's first record, where no
   * turn looks.
   */
  private void evaluations(Amounts amounts) throws IOException, SQLException {
    sql.put("each", EVALUATIONS_EACH);
    for (String service : List.of("handle", "session")) {
      long before =
          sql.number("select count(*) from " + service + ".evaluation where inbox_offset < 0");
      for (long done = before; done < amounts.evaluations(); ) {
        long last = Math.min(amounts.evaluations(), done + ROWS_AT_ONCE);
        sql.noTurns(service);
        sql.put("first", done + 1);
        sql.put("last", last);
        sql.put("now", System.currentTimeMillis());
        sql.script("evaluations-" + service + ".sql");
        sql.commit();
        done = say("evaluations of " + service + "s", before, last, amounts.evaluations());
      }
    }
  }

  /** Handles and sessions in turn; what was announced before is noted in a file. */
  private void announce(Announced directory, Path file, Amounts amounts) throws IOException {
    long before = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    for (long done = before; done < amounts.directory(); ) {
      long last = Math.min(amounts.directory(), done + ROWS_AT_ONCE);
      directory.filled(done + 1, last, amounts.handles());
      Files.writeString(file, last + "\n");
      done = say("processes in the directory", before, last, amounts.directory());
    }
  }

  private void chats(String handle, long chats) throws IOException, SQLException {
    sql.noTurns("handle");
    sql.put("handle", handle);
    sql.put("chats", chats);
    sql.script("chats.sql");
    sql.commit();
  }

  /** Some names, from all over, as {@code ./mostao bench --names} takes them. */
  private void list(Path file) throws IOException, SQLException {
    List<String> lines =
        sql.texts(
            "select spelling || ' ' || pid || ' ' || owner from registry.registry_name"
                + " where handle between 'filled-' and 'filled-a' order by pid limit "
                + NAMES_LISTED);
    sql.commit();
    Files.write(file, lines);
    out.println(lines.size() + " names are listed in " + file);
  }

  private long say(String what, long before, long done, long all) {
    if (done == all || (done - before) % (10 * ROWS_AT_ONCE) == 0) {
      out.println(String.format(Locale.ROOT, "%,d of %,d %s", done, all, what));
    }
    return done;
  }
}
