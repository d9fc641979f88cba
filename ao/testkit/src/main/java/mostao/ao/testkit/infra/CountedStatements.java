package mostao.ao.testkit.infra;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;

/**
 * Counts the statements that are prepared on a connection, each of which the programs here run
 * once: how often somebody goes to the database. For one thread.
 */
public final class CountedStatements {
  private final Connection connection;
  private long count;

  public CountedStatements(Connection counted) {
    this.connection =
        (Connection)
            Proxy.newProxyInstance(
                CountedStatements.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("prepareStatement")) {
                    count++;
                  }
                  try {
                    return method.invoke(counted, arguments);
                  } catch (InvocationTargetException failed) {
                    throw failed.getCause();
                  }
                });
  }

  /** The connection itself, whose statements are counted. */
  public Connection connection() {
    return connection;
  }

  /** So far. */
  public long count() {
    return count;
  }
}
