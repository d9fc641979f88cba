package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import mostao.ao.process.Json;
import mostao.ao.wire.Topics;
import mostao.client.chat.Handle;
import mostao.client.chat.Registry;
import mostao.client.http.AoClient;
import mostao.client.wallet.WalletType;
import mostao.local.state.Digest;
import mostao.local.state.Rebuild;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service's database is what its inbox makes of it, and nothing else. */
@ExtendWith(RunningSystem.class)
class RebuildIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** At least one row of everything, whatever tests ran before. */
  @BeforeAll
  static void conversation() throws IOException, InterruptedException {
    try (AoClient ann = RunningSystem.client(WalletType.ED25519.create());
        AoClient ben = RunningSystem.client(WalletType.ED25519.create())) {
      Registry registry = Registry.of(ann);
      Handle a = registry.register("rebuild-a", Json.object().put("bio", "a\u0000b"));
      Handle b = Registry.of(ben).register("rebuild-b", Json.object());
      String session = registry.establishSession(a.name(), b.name());
      String keys = "[{\"pubkey\":\"a\",\"sk\":\"1\"},{\"pubkey\":\"b\",\"sk\":\"2\"}]";
      a.relay(session, "RotateSessionKey", keys);
      for (int i = 1; i <= 5; i++) {
        a.relay(session, "SendMessage", "{\"content\":\"" + i + "\",\"generation\":1}");
      }
      b.awaitMessages(session, 5);
      b.awaitUnread(session, 5);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {Topics.REGISTRY, Topics.HANDLE})
  void aRebuildGivesTheSameTablesAndSendsNothingTwice(String service) throws InterruptedException {
    int published = TopicReader.all(Topics.outbox(service)).size();

    Rebuild.Report report = rebuild(service);

    assertThat(report.before().differences(report.after())).isEmpty();
    assertThat(report.isSame()).isTrue();
    assertThat(report.records()).isPositive();
    assertThat(TopicReader.all(Topics.outbox(service))).hasSize(published);
  }

  @Test
  void aRowThatDidNotComeFromTheInboxShowsAndIsMended() throws Exception {
    Digest honest = digest();
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser();
        Statement statement = connection.createStatement()) {
      statement.execute("update session.session_key set pubkey_a = '\"forged\"'");
    }

    Rebuild.Report report = rebuild(Topics.SESSION);

    assertThat(report.isSame()).isFalse();
    assertThat(report.before().differences(report.after())).containsExactly("session_key");
    assertThat(report.after()).isEqualTo(honest);
  }

  private static Digest digest() throws SQLException {
    try (Connection connection = RunningSystem.stack().database().connectAsSuperuser()) {
      return Digest.of(connection, Topics.SESSION);
    }
  }

  private static Rebuild.Report rebuild(String service) throws InterruptedException {
    return new Rebuild(RunningSystem.stack(), service, PATIENCE, sentence -> {}).run();
  }
}
