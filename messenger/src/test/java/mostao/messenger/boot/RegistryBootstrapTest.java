package mostao.messenger.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.wire.DeploymentRecord;
import mostao.ao.wire.Wire;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.authority.TestAuthority;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RegistryBootstrapTest {
  private static final String NEW_SCHEDULER = TestAuthority.signer(5).address();

  private final Authority authority = TestAuthority.authority();
  private final Directory directory =
      new Directory(
          () -> CompletableFuture.completedFuture(Map.of()),
          new Directory.Settings(
              "test", Duration.ofSeconds(1), Optional.of(authority.address()), 100),
          new Verifier()::read,
          () -> {});

  @Test
  void anEmptyDirectoryGetsARegistryOfTheSchedulerOfToday() {
    assertThat(registry()).isEqualTo(FixedItems.of(authority, NEW_SCHEDULER).registry().id());
  }

  @Test
  void aRegistryFromBeforeSchedulerKeysKeepsItsId() {
    Deployment old = FixedItems.of(authority, authority.address());
    Birth birth = Birth.of(old.registry(), "registry", old.authority(), Optional.empty());
    read(birth.listing().key(), birth.listing().value());
    assertThat(registry()).isEqualTo(old.registry().id());
  }

  @Test
  void aRegistryKeepsItsIdWhenTheSchedulerGetsAnotherKey() {
    Deployment recorded = TestAuthority.deployment();
    read(DeploymentRecord.KEY, Wire.encode(recorded.record()));
    assertThat(registry()).isEqualTo(recorded.registry().id());
  }

  private String registry() {
    return RegistryBootstrap.registry(directory, authority, NEW_SCHEDULER).registry().id();
  }

  private void read(String key, byte[] value) {
    directory.record(new ConsumerRecord<>("ao.processes", 0, 0, key, value));
  }
}
