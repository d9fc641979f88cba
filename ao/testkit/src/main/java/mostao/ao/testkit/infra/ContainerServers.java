package mostao.ao.testkit.infra;

import java.sql.SQLException;
import java.util.List;
import mostao.local.os.Ports;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** Both as containers. */
final class ContainerServers implements Servers {
  private static final int STOP_SECONDS = 20;

  private final Broker broker = new ContainerBroker();
  private final PostgreSQLContainer database =
      new PostgreSQLContainer(Containers.image("mostao.test.postgres.image", "postgres"));

  ContainerServers() {
    database
        .withDatabaseName("mostao")
        .withUsername("unit")
        .setPortBindings(List.of(Ports.freeBase(1) + ":5432"));
    database.start();
  }

  @Override
  public Broker broker() {
    return broker;
  }

  @Override
  public Database database() {
    return new Database(database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }

  @Override
  public void stopDatabase() {
    Containers.docker()
        .stopContainerCmd(database.getContainerId())
        .withTimeout(STOP_SECONDS)
        .exec();
  }

  @Override
  public void startDatabase() {
    Containers.startAgain(database);
    try {
      // Tries until it has one.
      database.createConnection("").close();
    } catch (SQLException e) {
      throw new IllegalStateException("the database does not answer after its start", e);
    }
  }

  @Override
  public void close() {
    broker.close();
    database.stop();
  }
}
