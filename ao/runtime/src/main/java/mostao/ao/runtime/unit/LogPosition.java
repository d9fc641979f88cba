package mostao.ao.runtime.unit;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mostao.ao.turn.BrokenDependency;

/**
 * Where the database stands: which topic it was evaluated from, and how far. Thread-safe. Every
 * method throws {@link BrokenDependency} when the database does not answer.
 */
@Singleton
public class LogPosition {
  private final CommittedReads reads;

  @Inject
  LogPosition(CommittedReads reads) {
    this.reads = reads;
  }

  /** The topic it was evaluated from; nothing before the first check. */
  public Optional<Origin> origin() {
    return reads
        .ask(
            connection ->
                Sql.query(
                    connection,
                    "select cluster, topic from origin",
                    row -> new Origin(row.getString(1), row.getString(2))))
        .stream()
        .findFirst();
  }

  public void record(Origin origin) {
    reads.ask(
        connection -> {
          Sql.run(
              connection,
              "insert into origin (cluster, topic) values (?, ?)"
                  + " on conflict (one) do update set cluster = excluded.cluster,"
                  + " topic = excluded.topic",
              origin.cluster(),
              origin.topic());
          return List.of();
        });
  }

  /** The next offset of every partition that anything was evaluated of. */
  public Map<Integer, Long> next() {
    Map<Integer, Long> next = new HashMap<>();
    reads
        .ask(
            connection ->
                Sql.query(
                    connection,
                    "select inbox_partition, next_offset from progress where next_offset > 0",
                    row -> Map.entry(row.getInt(1), row.getLong(2))))
        .forEach(entry -> next.put(entry.getKey(), entry.getValue()));
    return next;
  }
}
