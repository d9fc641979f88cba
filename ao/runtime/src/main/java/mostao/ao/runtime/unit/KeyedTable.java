package mostao.ao.runtime.unit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/**
 * A table of a module whose rows turns find and put by their keys, with its statements: each is the
 * same however many rows it is for, so that it is parsed and planned once. The key is the column
 * {@code process}, and one more where a process has several rows. Immutable, thread-safe.
 *
 * @param <K> what tells the rows of one process apart: {@code String} or {@code Long}, or {@link
 *     Only} where there is but one
 * @param <R> a row
 */
public final class KeyedTable<K, R> {
  /** The key of the one row that a process has in a table. */
  public enum Only {
    ROW
  }

  /** What a column holds. */
  public enum Type {
    TEXT(String[]::new),
    BIGINT(Long[]::new),
    INTEGER(Integer[]::new),
    BOOLEAN(Boolean[]::new);

    private final IntFunction<Object[]> array;

    Type(IntFunction<Object[]> array) {
      this.array = array;
    }
  }

  /**
   * A column.
   *
   * @param value of a row as the database holds it, of the class that the type names; null only
   *     where the table allows it
   */
  public record Column<R>(String name, Type type, Function<R, Object> value) {}

  /** Reads a row from its columns, in their order; the first is 1. */
  @FunctionalInterface
  public interface Reader<K, R> {
    R read(K key, ResultSet columns) throws SQLException;
  }

  /** Where a row is. */
  public record Place<K>(String process, K key) {}

  private final String name;
  private final Optional<Column<K>> key;
  private final List<Column<R>> columns;
  private final Reader<K, R> reader;
  private final boolean remembered;
  private final String find;
  private final String insert;
  private final String replace;
  private final String remove;

  private KeyedTable(
      String name,
      Optional<Column<K>> key,
      List<Column<R>> columns,
      Reader<K, R> reader,
      boolean remembered) {
    this.name = name;
    this.key = key;
    this.columns = List.copyOf(columns);
    this.reader = reader;
    this.remembered = remembered;
    List<String> keys = new ArrayList<>(List.of("process"));
    key.ifPresent(column -> keys.add(column.name()));
    List<String> values = columns.stream().map(Column::name).toList();
    List<String> all = new ArrayList<>(keys);
    all.addAll(values);
    String asked = "unnest(" + marks(keys) + ") as asked (" + each(keys, "", ", ") + ")";
    String same =
        keys.stream()
            .map(column -> name + "." + column + " = asked." + column)
            .collect(Collectors.joining(" and "));
    // A join would be planned as a walk through a table that looks small, and a plan is kept while
    // the table grows; what is asked one by one is looked up.
    this.find =
        ("select " + each(values, "found.", ", ") + ", " + each(keys, "asked.", ", "))
            + (" from " + asked + " cross join lateral")
            + (" (select * from " + name + " where " + same + " limit 1) found");
    this.insert =
        ("insert into " + name + " (" + each(all, "", ", ") + ")")
            + (" select * from unnest(" + marks(all) + ")");
    this.replace =
        insert
            + (" on conflict (" + each(keys, "", ", ") + ") do update set ")
            + values.stream()
                .map(column -> column + " = excluded." + column)
                .collect(Collectors.joining(", "));
    this.remove = "delete from " + name + " using " + asked + " where " + same;
  }

  private static String each(List<String> columns, String before, String between) {
    return columns.stream().map(column -> before + column).collect(Collectors.joining(between));
  }

  private static String marks(List<String> columns) {
    return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
  }

  /** A table with one row a process. */
  public static <R> KeyedTable<Only, R> ofOne(
      String name, List<Column<R>> columns, Reader<Only, R> reader) {
    return new KeyedTable<>(name, Optional.empty(), columns, reader, false);
  }

  /**
   * A table with several rows a process.
   *
   * @param key the column that tells them apart, text or bigint
   */
  public static <K, R> KeyedTable<K, R> ofSeveral(
      String name, Column<K> key, List<Column<R>> columns, Reader<K, R> reader) {
    return new KeyedTable<>(name, Optional.of(key), columns, reader, false);
  }

  /**
   * The same, whose rows are remembered from one turn of a process to the next. For small rows that
   * most turns of a process touch.
   */
  public KeyedTable<K, R> remembered() {
    return new KeyedTable<>(name, key, columns, reader, true);
  }

  boolean isRemembered() {
    return remembered;
  }

  /** A row and where it is. */
  record Found<K, R>(Place<K> place, R row) {}

  /** Finds those of these rows that there are. */
  Sql.Question<Found<K, R>> find(Collection<Place<K>> places, Consumer<Found<K, R>> found) {
    return new Sql.Question<>(find, this::read, found, places(List.copyOf(places)));
  }

  private Found<K, R> read(ResultSet result) throws SQLException {
    int process = columns.size() + 1;
    K found = key(result, process + 1);
    return new Found<>(new Place<>(result.getString(process), found), reader.read(found, result));
  }

  @SuppressWarnings("unchecked") // What the column holds is the key, as the constructors say.
  private K key(ResultSet result, int at) throws SQLException {
    if (key.isEmpty()) {
      return (K) Only.ROW;
    }
    return (K) (key.get().type() == Type.TEXT ? result.getString(at) : (Object) result.getLong(at));
  }

  /**
   * Writes rows.
   *
   * @param added rows that are not there
   * @param put rows that may be there, and are replaced then
   * @param removed rows that may be there
   */
  void write(
      Sql.Commands commands,
      List<Found<K, R>> added,
      List<Found<K, R>> put,
      List<Place<K>> removed) {
    if (!added.isEmpty()) {
      commands.add(insert, columns(added));
    }
    if (!put.isEmpty()) {
      commands.add(replace, columns(put));
    }
    if (!removed.isEmpty()) {
      commands.add(remove, places(removed));
    }
  }

  private Object[] columns(List<Found<K, R>> rows) {
    List<Object> arrays =
        new ArrayList<>(List.of(places(rows.stream().map(Found::place).toList())));
    for (Column<R> column : columns) {
      arrays.add(
          rows.stream().map(each -> column.value().apply(each.row())).toArray(column.type().array));
    }
    return arrays.toArray();
  }

  private Object[] places(List<Place<K>> places) {
    List<Object> arrays = new ArrayList<>();
    arrays.add(places.stream().map(Place::process).toArray(String[]::new));
    key.ifPresent(
        column ->
            arrays.add(
                places.stream()
                    .map(place -> column.value().apply(place.key()))
                    .toArray(column.type().array)));
    return arrays.toArray();
  }
}
