package mostao.e2e.fill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Locale;
import mostao.ao.wire.Topics;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.apache.kafka.common.utils.Utils;

/**
 * Pairs of handles whose sessions carry messages: real wallets, two handles and a session of their
 * own for each, on the partitions that their ids belong to, with a key and known to the directory.
 * The bench finds them in its file of pairs, behind its own. Used by one thread; blocks.
 */
final class Live {
  private static final String NAME = "live-";
  private static final int PAIRS_AT_ONCE = 20_000;

  /** As the bench has them. */
  private static final int PAIRS_OF_A_WALLET = 40;

  private final Sql sql;
  private final Path file;
  private final Announced directory;
  private final PrintWriter out;
  private final ObjectMapper mapper = new ObjectMapper();

  /**
   * @param file of the bench, with its wallets and pairs
   */
  Live(Sql sql, Path file, Announced directory, PrintWriter out) {
    this.sql = sql;
    this.file = file;
    this.directory = directory;
    this.out = out;
  }

  static boolean isLive(JsonNode pair) {
    return pair.path("a").asText().startsWith(NAME);
  }

  /** Until there are so many. */
  void fill(long pairs) throws IOException, SQLException {
    if (pairs == 0) {
      return;
    }
    ObjectNode all = (ObjectNode) mapper.readTree(Files.readString(file));
    long done = 0;
    for (JsonNode pair : all.path("pairs")) {
      done += isLive(pair) ? 1 : 0;
    }
    while (done < pairs) {
      long last = Math.min(pairs, done + PAIRS_AT_ONCE);
      part(all, done + 1, last);
      done = last;
      out.println(String.format(Locale.ROOT, "%,d of %,d live sessions", done, pairs));
    }
  }

  private void part(ObjectNode all, long first, long last) throws IOException, SQLException {
    for (String service : Topics.MODULES) {
      sql.noTurns(service);
    }
    sql.execute(
        "create temporary table live_pair (number bigint primary key, owner text,"
            + " partition_a int, partition_b int, partition_session int) on commit drop");
    ArrayNode wallets = (ArrayNode) all.path("wallets");
    ArrayNode pairs = (ArrayNode) all.path("pairs");
    try (PreparedStatement rows =
        sql.connection().prepareStatement("insert into live_pair values (?, ?, ?, ?, ?)")) {
      Wallet wallet = null;
      for (long number = first; number <= last; number++) {
        if ((number - first) % PAIRS_OF_A_WALLET == 0) {
          wallet = WalletType.ED25519.create();
          wallets.add(wallet.toJwk());
        }
        String a = MadeUp.id("live handle", 2 * number - 1);
        String b = MadeUp.id("live handle", 2 * number);
        String session = MadeUp.id("live session", number);
        String name = String.format(Locale.ROOT, "%s%08d", NAME, number);
        rows.setLong(1, number);
        rows.setString(2, wallet.address());
        rows.setInt(3, partition(Topics.HANDLE, a));
        rows.setInt(4, partition(Topics.HANDLE, b));
        rows.setInt(5, partition(Topics.SESSION, session));
        rows.addBatch();
        directory.handle(a, wallet.address());
        directory.handle(b, wallet.address());
        directory.session(session, wallet.address(), wallet.address());
        ObjectNode pair = pairs.addObject().put("owner", wallets.size() - 1);
        pair.put("a", name + "-a").put("a_process", a);
        pair.put("b", name + "-b").put("b_process", b).put("session", session);
      }
      rows.executeBatch();
    }
    directory.flush();
    sql.put("now", System.currentTimeMillis());
    sql.put("first", first);
    sql.put("reference", sql.number("select reference from registry.process where id = :registry"));
    sql.script("live.sql");
    sql.commit();
    save(all);
  }

  /** Where a record with this key goes. */
  private static int partition(String module, String process) {
    int all = Topics.definition(Topics.inbox(module)).partitions();
    return Utils.toPositive(Utils.murmur2(process.getBytes(StandardCharsets.UTF_8))) % all;
  }

  private void save(ObjectNode all) throws IOException {
    Path draft = file.resolveSibling("pairs.json.new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(draft, mapper.writeValueAsString(all) + "\n");
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
