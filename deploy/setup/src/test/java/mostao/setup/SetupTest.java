package mostao.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
  private final StringWriter said = new StringWriter();
  private final Waiting briefly =
      new Waiting(Duration.ofMillis(200), Duration.ofMillis(10), new PrintWriter(said, true));

  @Test
  void saysWhatIsMissingOnceAndGoesOn() {
    Iterator<Optional<String>> answers =
        List.of(Optional.of("a"), Optional.of("a"), Optional.of("b"), Optional.<String>empty())
            .iterator();

    assertThat(briefly.until(answers::next)).isTrue();
    assertThat(said.toString().lines()).containsExactly("a", "b");
  }

  @Test
  void givesUpAfterItsPatience() {
    assertThat(briefly.until(() -> Optional.of("never"))).isFalse();
  }

  @Test
  void findsTheScriptsOfAProgramInItsJars(@TempDir Path folder) throws IOException {
    Path jar = folder.resolve("service.jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("db/unit/V2__a.sql", "db/service/V100__b.sql", "db/V3__c.sql")) {
        zip.putNextEntry(new ZipEntry(name));
        zip.closeEntry();
      }
    }

    assertThat(Migrations.in("/nowhere.jar:" + jar, ":")).containsExactly(2, 100);
  }

  @Test
  void aServiceWithoutADatabaseIsToldItsSetting() {
    int code = new AwaitSchema(Map.of(), new TreeSet<>(List.of(1))).run(briefly);

    assertThat(code).isEqualTo(2);
    assertThat(said.toString()).contains("QUARKUS_DATASOURCE_JDBC_URL is not set");
  }

  @Test
  void aDatabaseThatIsNotThereIsWaitedFor() {
    Map<String, String> settings =
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://127.0.0.1:1/mostao",
            "QUARKUS_DATASOURCE_USERNAME", "handle",
            "QUARKUS_DATASOURCE_PASSWORD", "secret");

    assertThat(new AwaitSchema(settings, new TreeSet<>(List.of(1))).run(briefly)).isEqualTo(1);
    assertThat(said.toString()).contains("waiting for the database (08001)");
  }

  @Test
  void topicsTakeTheirClientSettingsFromTheEnvironment() {
    assertThat(MakeTopics.settings(Map.of("KAFKA_SSL_KEYSTORE_TYPE", "PKCS12", "HOME", "/")))
        .containsExactly(Map.entry("ssl.keystore.type", "PKCS12"));
  }

  @Test
  void aBrokerWhoseNameDoesNotResolveYetIsWaitedFor() {
    Map<String, String> environment = Map.of("KAFKA_BOOTSTRAP_SERVERS", "kafka.invalid:9092");

    assertThat(MakeTopics.run(new String[] {"1"}, environment, briefly)).isEqualTo(1);
    assertThat(said.toString()).contains("waiting for kafka.invalid:9092");
  }

  @Test
  void replicasMustBeANumber() {
    assertThat(MakeTopics.run(new String[] {"none"}, Map.of(), briefly)).isEqualTo(2);
    assertThat(said.toString()).contains("[none]");
  }

  @Test
  void aProbePassesOn2xxOnly() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/up", asked -> asked.sendResponseHeaders(200, -1));
    server.createContext("/down", asked -> asked.sendResponseHeaders(503, -1));
    server.start();
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    PrintWriter err = new PrintWriter(said, true);
    try {
      assertThat(Probe.run(new String[] {url + "/up"}, err)).isZero();
      assertThat(Probe.run(new String[] {url + "/down"}, err)).isEqualTo(1);
    } finally {
      server.stop(0);
    }
    assertThat(Probe.run(new String[] {url + "/up"}, err)).isEqualTo(1);
    assertThat(said.toString()).contains("answers 503");
  }
}
