package mostao.ao.runtime.unit;

import jakarta.persistence.EntityManager;
import java.util.Collection;

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
   * @param sql selects the columns of the entity, with an array of their keys
   */
  public static void rows(
      EntityManager entities, Class<?> entity, String sql, Collection<String> keys) {
    if (keys.size() >= WORTH_A_STATEMENT) {
      entities
          .createNativeQuery(sql, entity)
          .setParameter(1, keys.toArray(String[]::new))
          .getResultList();
    }
  }
}
