package mostao.ao.kafka.directory;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;

/** Deployments of authorities with fixed keys. */
final class TestDeployment {
  private TestDeployment() {}

  static Ed25519Signer signer(int number) {
    byte[] seed = new byte[32];
    Arrays.fill(seed, (byte) number);
    return new Ed25519Signer(seed);
  }

  static Deployment of(Ed25519Signer authority, String scheduler) {
    Map<String, VerifiedItem> modules = new HashMap<>();
    for (String name : Topics.MODULES) {
      modules.put(name, item(authority, "Type", "Module", "Name", name));
    }
    String module = modules.get(Topics.REGISTRY).id();
    VerifiedItem registry =
        item(authority, "Type", "Process", "Module", module, "Scheduler", scheduler);
    return new Deployment(authority.address(), registry, modules);
  }

  private static VerifiedItem item(Ed25519Signer signer, String... tags) {
    return Draft.empty()
        .tags(Tags.of("Data-Protocol", "ao", "Variant", "ao.TN.1"))
        .tags(Tags.of(tags))
        .data(" ")
        .sign(signer)
        .orThrow();
  }
}
