package mostao.client.trust;

import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;

/**
 * What the process item of a handle says, which the authority signed.
 *
 * @param process id of the item
 */
public record HandleBirth(String process, String name, String owner, String registry) {
  /**
   * The handle that this item made.
   *
   * @param process the id asked for
   * @param authority whose signature makes it believable
   * @param registry that is asked for names
   * @param name under which the process was found
   */
  public static Checked<HandleBirth> of(
      VerifiedItem item, String process, String authority, String registry, String name) {
    if (!item.id().equals(process)) {
      return Checked.bad("the item of handle " + name + " has another id than its process");
    }
    if (!item.owner().equals(authority)) {
      return Checked.bad("the item of handle " + name + " is not signed by the authority");
    }
    HandleBirth birth =
        new HandleBirth(
            process, tag(item, "Handle-Name"), tag(item, "Handle-Owner"), tag(item, "Registry"));
    if (!item.tags().has(Names.TYPE, Names.TYPE_PROCESS)
        || !birth.name().equalsIgnoreCase(name)
        || !birth.registry().equals(registry)
        || birth.owner().isEmpty()) {
      return Checked.bad("process " + process + " is not that of handle " + name);
    }
    return Checked.good(birth);
  }

  /** Whether an item that the authority signed made the session of these two processes. */
  public static boolean isSession(
      VerifiedItem item, String session, String authority, String one, String other) {
    String a = tag(item, "Handle-A-Process");
    String b = tag(item, "Handle-B-Process");
    return item.id().equals(session)
        && item.owner().equals(authority)
        && item.tags().has(Names.TYPE, Names.TYPE_PROCESS)
        && (a.equals(one) && b.equals(other) || a.equals(other) && b.equals(one));
  }

  private static String tag(VerifiedItem item, String name) {
    return item.tags().first(name).orElse("");
  }
}
