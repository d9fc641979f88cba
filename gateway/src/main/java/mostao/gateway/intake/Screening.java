package mostao.gateway.intake;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.gateway.answer.Answer;
import mostao.gateway.answer.Refused;
import mostao.gateway.authority.Deployment;

/**
 * The checks an item must pass by what it says, in the order of the contract: protocol, type, who
 * speaks, and whom it is for.
 */
public final class Screening {
  private final Deployment deployment;
  private final String authority;
  private final Set<String> spawnable;

  /**
   * @param spawnable names of modules that wallets may spawn processes of
   * @throws IllegalArgumentException when one is no module of ours
   */
  public Screening(Deployment deployment, Set<String> spawnable) {
    this.deployment = deployment;
    this.authority = deployment.authority().address();
    this.spawnable = Set.copyOf(spawnable);
    Set<String> known = deployment.moduleIds().keySet();
    for (String module : spawnable) {
      if (!known.contains(module)) {
        throw new IllegalArgumentException(
            "mostao.spawn.modules names '" + module + "'; modules are " + known);
      }
    }
  }

  Answer<Screened> screen(VerifiedItem item) {
    Tags tags = item.tags();
    if (!tags.has(Names.DATA_PROTOCOL, Names.AO)) {
      return Answer.denied(
          Refused.notAo("Tag 'Data-Protocol': value 'ao' was not found on item " + item.id()));
    }
    String type = tags.ofAo(Names.TYPE).orElse("");
    if (!type.equals(Names.TYPE_MESSAGE) && !type.equals(Names.TYPE_PROCESS)) {
      return Answer.denied(
          Refused.notAo(
              "Tag 'Type': value is "
                  + Refused.quote(type)
                  + "; 'Message' or 'Process' is due on item "
                  + item.id()));
    }
    if (speaksForProcess(tags) && !item.owner().equals(authority)) {
      return Answer.denied(
          Refused.forged(
              "item "
                  + item.id()
                  + " has a From-Process tag, but "
                  + item.owner()
                  + " signed it and only the authority "
                  + authority
                  + " speaks for processes"));
    }
    if (tags.list().stream().anyMatch(tag -> tag.name().equalsIgnoreCase(Names.DRY_RUN))) {
      return Answer.denied(
          Refused.invalidItem(
              "item "
                  + item.id()
                  + " was signed for a dry-run (tag 'Dry-Run') and is no message; post it to"
                  + " /dry-run, or sign it again without that tag"));
    }
    String from = tags.first(Names.FROM_PROCESS).filter(p -> !p.isEmpty()).orElse(item.owner());
    return type.equals(Names.TYPE_MESSAGE) ? message(item, from) : birth(item, from, tags);
  }

  /** Whether the item claims to come from a process. */
  public static boolean speaksForProcess(Tags tags) {
    return tags.has(Names.FROM_PROCESS);
  }

  private static Answer<Screened> message(VerifiedItem item, String from) {
    return item.targetId().isEmpty()
        ? Answer.denied(
            Refused.invalidItem(
                "message " + item.id() + " has no target; the id of a process is due"))
        : Answer.given(new Screened.Message(item, from, item.targetId()));
  }

  private Answer<Screened> birth(VerifiedItem item, String from, Tags tags) {
    String asked = tags.ofAo(Names.MODULE).orElse("");
    Optional<String> module = deployment.moduleOfId(asked);
    if (module.isEmpty() || !spawnable.contains(module.get())) {
      return Answer.denied(
          Refused.spawnRefused(
              "a wallet can't spawn a process of module "
                  + Refused.quote(asked)
                  + (module.isEmpty() ? ", which is none of ours" : " (" + module.get() + ")")
                  + "; "
                  + allowed()));
    }
    if (!item.targetId().isEmpty()) {
      return Answer.denied(
          Refused.invalidItem(
              "process item " + item.id() + " has target " + item.targetId() + "; none is due"));
    }
    String scheduler = tags.ofAo(Names.SCHEDULER).orElse("");
    if (!scheduler.equals(authority)) {
      return Answer.denied(
          Refused.invalidItem(
              "Tag 'Scheduler': value is "
                  + Refused.quote(scheduler)
                  + "; this deployment's is "
                  + authority));
    }
    return Answer.given(new Screened.Birth(item, from, module.get()));
  }

  private String allowed() {
    return spawnable.isEmpty()
        ? "processes here are spawned by processes: send Register to the Registry"
        : "modules open to wallets are " + new TreeSet<>(spawnable);
  }
}
