package mostao.gateway.authority;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;

/**
 * The fixed items of a deployment. They depend on the authority's key alone, so their ids are
 * stable for a wallet; changing a tag here gives every deployment new ids.
 */
public final class Deployment {
  private static final String NAME = "Name";
  private static final String ITEM_VERSION = "1";

  private final Authority authority;
  private final Map<String, VerifiedItem> modules = new LinkedHashMap<>();
  private final VerifiedItem registry;

  public Deployment(Authority authority) {
    this.authority = Objects.requireNonNull(authority, "authority");
    for (String module : Topics.MODULES) {
      modules.put(module, authority.sign(module(module)).orThrow());
    }
    this.registry = authority.sign(registry(authority, moduleId(Topics.REGISTRY))).orThrow();
  }

  private static Draft module(String name) {
    return Draft.empty()
        .tags(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.VARIANT,
                Names.VARIANT_TN_1,
                Names.TYPE,
                Names.TYPE_MODULE,
                NAME,
                name,
                "Module-Format",
                "mostao",
                "Input-Encoding",
                "JSON",
                "Output-Encoding",
                "JSON",
                "Version",
                ITEM_VERSION))
        .data(name);
  }

  private static Draft registry(Authority authority, String module) {
    return Draft.empty()
        .tags(
            Tags.of(
                Names.DATA_PROTOCOL,
                Names.AO,
                Names.VARIANT,
                Names.VARIANT_TN_1,
                Names.TYPE,
                Names.TYPE_PROCESS,
                Names.MODULE,
                module,
                Names.SCHEDULER,
                authority.address(),
                Names.AUTHORITY,
                authority.address(),
                NAME,
                Topics.REGISTRY))
        .data(" ");
  }

  /** The wallet that signs pushes, and the scheduler. */
  public Authority authority() {
    return authority;
  }

  /** The item that gives birth to the Registry. */
  public VerifiedItem registry() {
    return registry;
  }

  /** The items of the modules, in the order of {@link Topics#MODULES}. */
  public List<VerifiedItem> modules() {
    return List.copyOf(modules.values());
  }

  /** Ids of the modules by name, in the order of {@link Topics#MODULES}. */
  public Map<String, String> moduleIds() {
    Map<String, String> ids = new LinkedHashMap<>();
    modules.forEach((name, item) -> ids.put(name, item.id()));
    return ids;
  }

  /**
   * @param name one of {@link Topics#MODULES}
   */
  public String moduleId(String name) {
    return modules.get(name).id();
  }

  /** The name of the module with this id, if it is one of ours. */
  public Optional<String> moduleOfId(String id) {
    return modules.entrySet().stream()
        .filter(module -> module.getValue().id().equals(id))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The name of one of our modules, given its name or its id. */
  public Optional<String> moduleOf(String nameOrId) {
    return modules.containsKey(nameOrId) ? Optional.of(nameOrId) : moduleOfId(nameOrId);
  }
}
