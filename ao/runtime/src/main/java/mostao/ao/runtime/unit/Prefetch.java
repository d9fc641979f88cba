package mostao.ao.runtime.unit;

import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/**
 * Loads rows by their keys, in one statement that is the same however many there are: it is parsed
 * and planned once, by Hibernate as by PostgreSQL, where one with a list of keys would be for every
 * length of the list.
 */
public final class Prefetch {
  /** One row alone is found by its key when it is asked for, which Hibernate has planned once. */
  private static final int WORTH_A_STATEMENT = 2;

  private Prefetch() {}

  /**
   * Loads entities into the persistence context.
   *
   * @param sql selects the columns of the entity, with an array for each part of the key
   * @param parts of a key, in the order of the arrays: texts or long numbers
   */
  @SafeVarargs
  public static <K> void rows(
      EntityManager entities,
      Class<?> entity,
      String sql,
      Collection<K> keys,
      Function<K, ?>... parts) {
    if (keys.size() < WORTH_A_STATEMENT) {
      return;
    }
    Query query = entities.createNativeQuery(sql, entity);
    for (int part = 0; part < parts.length; part++) {
      query.setParameter(part + 1, array(keys, parts[part]));
    }
    query.getResultList();
  }

  private static <K> Object array(Collection<K> keys, Function<K, ?> part) {
    List<Object> values = new ArrayList<>(keys.size());
    for (K key : keys) {
      values.add(part.apply(key));
    }
    return values.get(0) instanceof Long
        ? values.toArray(Long[]::new)
        : values.toArray(String[]::new);
  }
}
