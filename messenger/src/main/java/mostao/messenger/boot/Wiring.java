package mostao.messenger.boot;

import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicWriter;
import mostao.ao.secret.Ed25519KeyFile;
import mostao.messenger.authority.Authority;
import mostao.messenger.authority.AuthoritySettings;
import mostao.messenger.authority.FixedItems;
import mostao.messenger.push.PushSigner;

/** The beans, made of settings and of each other. */
final class Wiring {
  /** Kafka client settings of the deployment: {@code kafka.*}. */
  private final Map<String, Object> kafka;

  Wiring(@Identifier("default-kafka-broker") Map<String, Object> kafka) {
    this.kafka = kafka;
  }

  @Produces
  @Singleton
  Authority authority(AuthoritySettings settings) {
    Ed25519Signer key =
        new Ed25519KeyFile(
                "the authority's key file (mostao.authority.key-file)", Path.of(settings.keyFile()))
            .open();
    return new Authority(key);
  }

  @Produces
  @Singleton
  Directory directory(DirectorySettings settings, Authority authority) {
    Verifier verifier = new Verifier();
    return Directory.of(
        kafka,
        new Directory.Settings(
                "messenger-directory",
                settings.catchUpTimeout(),
                Optional.of(authority.address()),
                settings.processes())
            .in(Runtime.getRuntime().maxMemory()),
        verifier::read);
  }

  void close(@Disposes Directory directory) {
    directory.close();
  }

  @Produces
  @Singleton
  TopicWriter writer(MessengerWriterSettings settings) {
    return TopicWriter.unbounded("messenger-push", kafka, settings);
  }

  void close(@Disposes TopicWriter writer) {
    writer.close();
  }

  @Produces
  @Singleton
  PushSigner signer(Authority authority, SchedulerAddress scheduler) {
    return new PushSigner(
        authority, FixedItems.of(authority, scheduler.address()), scheduler.address());
  }
}
