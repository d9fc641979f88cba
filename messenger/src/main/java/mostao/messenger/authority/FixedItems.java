package mostao.messenger.authority;

import java.util.LinkedHashMap;
import java.util.Map;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;

/**
 * The items that every deployment begins with: its modules and its Registry. The modules depend on
 * the authority's key alone, the Registry on the scheduler's address too, so that their ids are
 * stable; changing a tag here gives every deployment new ids.
 */
public final class FixedItems {
  private static final String NAME = "Name";
  private static final String ITEM_VERSION = "1";

  private FixedItems() {}

  /**
   * A deployment whose Registry is scheduled by this key.
   *
   * @param scheduler address of the scheduler's key
   */
  public static Deployment of(Authority authority, String scheduler) {
    Map<String, VerifiedItem> modules = new LinkedHashMap<>();
    for (String module : Topics.MODULES) {
      modules.put(module, authority.sign(module(module)).orThrow());
    }
    VerifiedItem registry =
        authority
            .sign(registry(authority.address(), scheduler, modules.get(Topics.REGISTRY).id()))
            .orThrow();
    return new Deployment(authority.address(), registry, modules);
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

  private static Draft registry(String authority, String scheduler, String module) {
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
                scheduler,
                Names.AUTHORITY,
                authority,
                NAME,
                Topics.REGISTRY))
        .data(" ");
  }
}
