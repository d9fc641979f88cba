package mostao.gateway.stack;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Birth;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.kafka.directory.Directory;
import mostao.ao.kafka.publish.TopicRecord;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;
import mostao.gateway.units.Processes;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A deployment as a messenger records it, with an authority that only tests have. */
public final class TestDeployment {
  /** The authority. */
  public static final Ed25519Signer AUTHORITY = TestWallets.signer(1);

  private TestDeployment() {}

  /** A deployment of {@link #AUTHORITY} whose Registry names this scheduler. */
  public static Deployment scheduledBy(String scheduler) {
    return of(AUTHORITY, scheduler);
  }

  public static Deployment of(Ed25519Signer authority, String scheduler) {
    Map<String, VerifiedItem> modules = new LinkedHashMap<>();
    for (String name : Topics.MODULES) {
      modules.put(name, module(authority, name));
    }
    VerifiedItem registry =
        Draft.empty()
            .tags(
                Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Process")
                    .and(Tags.of("Module", modules.get(Topics.REGISTRY).id()))
                    .and(Tags.of("Scheduler", scheduler, "Authority", authority.address()))
                    .list())
            .data(" ")
            .sign(authority)
            .orThrow();
    return new Deployment(authority.address(), registry, modules);
  }

  private static VerifiedItem module(Ed25519Signer authority, String name) {
    return Draft.empty()
        .tags(
            Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1", "Type", "Module")
                .and(Tags.of("Name", name, "Module-Format", "mostao"))
                .and(Tags.of("Input-Encoding", "JSON", "Output-Encoding", "JSON"))
                .list())
        .data(name)
        .sign(authority)
        .orThrow();
  }

  /** Brings the Registry into being and records the deployment, as a messenger does. */
  static void record(Deployment deployment, Log log) {
    Birth birth =
        Birth.of(deployment.registry(), Topics.REGISTRY, deployment.authority(), Optional.empty());
    write(birth.inbox(), log);
    write(birth.listing(), log);
    write(TopicRecord.toDirectory(deployment.record()), log);
  }

  private static void write(TopicRecord record, Log log) {
    log.write(record.topic(), record.key(), record.value(), record.headers());
  }

  /** The processes of a directory in which nothing but this deployment is recorded. */
  public static Processes processes(Deployment deployment) {
    Directory directory =
        new Directory(
            () -> CompletableFuture.completedFuture(Map.of()),
            new Directory.Settings("test", Duration.ofSeconds(1), Optional.empty()),
            Verifier.withBouncyCastle()::read,
            () -> {});
    TopicRecord record = TopicRecord.toDirectory(deployment.record());
    directory.record(new ConsumerRecord<>(record.topic(), 0, 0, record.key(), record.value()));
    return new Processes(directory);
  }
}
