package mostao.ao.kafka.directory;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.wire.DeploymentRecord;
import mostao.ao.wire.Topics;

/**
 * The fixed items of a deployment: its modules and its Registry, all signed by the authority, the
 * wallet that every process trusts. Immutable.
 */
public final class Deployment {
  private final String authority;
  private final VerifiedItem registry;
  private final Map<String, VerifiedItem> modules;

  /**
   * @param authority address of the wallet that signed the items
   * @param registry process item of the Registry
   * @param modules module items by name, one for each of {@link Topics#MODULES}
   * @throws IllegalArgumentException naming the item that the authority did not sign, or the module
   *     that is missing
   */
  public Deployment(String authority, VerifiedItem registry, Map<String, VerifiedItem> modules) {
    this.authority = Objects.requireNonNull(authority, "authority");
    this.registry = registry;
    this.modules = Collections.unmodifiableSortedMap(new TreeMap<>(modules));
    requireAuthority("the Registry", registry);
    for (String name : Topics.MODULES) {
      VerifiedItem module = modules.get(name);
      if (module == null) {
        throw new IllegalArgumentException("module " + name + " is missing");
      }
      requireAuthority("module " + name, module);
    }
    String named = tags(registry).first(Names.MODULE).orElse("");
    if (!named.equals(moduleId(Topics.REGISTRY))) {
      throw new IllegalArgumentException(
          "the Registry " + registry.id() + " has module " + named + ", another deployment's");
    }
  }

  private void requireAuthority(String what, VerifiedItem item) {
    if (!item.owner().equals(authority)) {
      throw new IllegalArgumentException(
          what + " is signed by " + item.owner() + ", not by the authority " + authority);
    }
  }

  /**
   * The content of a deployment record, if its signatures hold.
   *
   * @param verifier from bytes to an item whose signature holds
   * @throws IllegalArgumentException naming what is wrong with the record
   */
  public static Deployment of(
      DeploymentRecord record, Function<byte[], Reading<VerifiedItem>> verifier) {
    Map<String, VerifiedItem> modules = new TreeMap<>();
    record.modules().forEach((name, item) -> modules.put(name, verified(name, item, verifier)));
    return new Deployment(
        record.authority(), verified("Registry", record.registry(), verifier), modules);
  }

  private static VerifiedItem verified(
      String what, String item, Function<byte[], Reading<VerifiedItem>> verifier) {
    byte[] bytes =
        Base64Url.decode(item)
            .orElseThrow(() -> new IllegalArgumentException("item " + what + " is not base64url"));
    return verifier
        .apply(bytes)
        .fold(
            signed -> signed,
            refusal -> {
              throw new IllegalArgumentException("item " + what + ": " + refusal.message());
            });
  }

  /** The record of this for the directory. */
  public DeploymentRecord record() {
    Map<String, String> items = new TreeMap<>();
    modules.forEach((name, item) -> items.put(name, Base64Url.encode(item.bytes())));
    return new DeploymentRecord(authority, Base64Url.encode(registry.bytes()), items);
  }

  /** Address of the wallet that speaks for processes. */
  public String authority() {
    return authority;
  }

  /** The item that gives birth to the Registry. */
  public VerifiedItem registry() {
    return registry;
  }

  /** Address in the Registry's {@code Scheduler} tag: the scheduler's key at its birth. */
  public String registryScheduler() {
    return tags(registry).first(Names.SCHEDULER).orElse("");
  }

  /** The items of the modules, by name. */
  public List<VerifiedItem> modules() {
    return Topics.MODULES.stream().map(modules::get).toList();
  }

  /** Ids of the modules by name. */
  public Map<String, String> moduleIds() {
    Map<String, String> ids = new TreeMap<>();
    modules.forEach((name, item) -> ids.put(name, item.id()));
    return ids;
  }

  /**
   * @param name one of {@link Topics#MODULES}
   */
  public String moduleId(String name) {
    return modules.get(name).id();
  }

  /** The name of the module with this id, if it is one of this deployment. */
  public Optional<String> moduleOfId(String id) {
    return modules.entrySet().stream()
        .filter(module -> module.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The name of a module of this deployment, given its name or its id. */
  public Optional<String> moduleOf(String nameOrId) {
    return modules.containsKey(nameOrId) ? Optional.of(nameOrId) : moduleOfId(nameOrId);
  }

  private static Tags tags(VerifiedItem item) {
    return item.tags();
  }
}
