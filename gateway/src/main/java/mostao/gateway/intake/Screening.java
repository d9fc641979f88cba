package mostao.gateway.intake;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.units.Processes;

/**
 * The checks on an item's content, in the order of the contract: protocol, type, sender, and
 * target.
 */
public final class Screening {
  private final Processes processes;
  private final Function<Deployment, Set<String>> schedulers;
  private final Set<String> spawnable;

  /**
   * @param schedulers addresses of the keys whose assignments are genuine, today's first
   * @param spawnable names of modules that wallets may spawn processes of
   * @throws IllegalArgumentException when one is not a module
   */
  public Screening(
      Processes processes, Function<Deployment, Set<String>> schedulers, Set<String> spawnable) {
    this.processes = processes;
    this.schedulers = schedulers;
    this.spawnable = Set.copyOf(spawnable);
    for (String module : spawnable) {
      if (!Topics.MODULES.contains(module)) {
        throw new IllegalArgumentException(
            "mostao.spawn.modules names '" + module + "'; modules are " + Topics.MODULES);
      }
    }
  }

  /**
   * The item's request, or the refusal.
   *
   * @throws mostao.gateway.answer.Unavailable while no deployment is recorded
   */
  Reply<Screened> screen(VerifiedItem item) {
    String authority = processes.deployment().authority();
    Tags tags = item.tags();
    if (!tags.has(Names.DATA_PROTOCOL, Names.AO)) {
      return Reply.denied(
          ApiError.notAo("Tag 'Data-Protocol': value 'ao' was not found on item " + item.id()));
    }
    String type = tags.ofAo(Names.TYPE).orElse("");
    if (!type.equals(Names.TYPE_MESSAGE) && !type.equals(Names.TYPE_PROCESS)) {
      return Reply.denied(
          ApiError.notAo(
              "Tag 'Type': value is "
                  + ApiError.quote(type)
                  + "; set it to 'Message' or 'Process' on item "
                  + item.id()));
    }
    if (speaksForProcess(tags) && !item.owner().equals(authority)) {
      return Reply.denied(
          ApiError.forged(
              "item "
                  + item.id()
                  + " has a From-Process tag, but "
                  + item.owner()
                  + " signed it and only the authority "
                  + authority
                  + " speaks for processes"));
    }
    if (tags.list().stream().anyMatch(tag -> tag.name().equalsIgnoreCase(Names.DRY_RUN))) {
      return Reply.denied(
          ApiError.invalidItem(
              "item "
                  + item.id()
                  + " was signed for a dry-run (tag 'Dry-Run') and is not a message; post it to"
                  + " /dry-run, or sign it again without that tag"));
    }
    String from = tags.first(Names.FROM_PROCESS).filter(p -> !p.isEmpty()).orElse(item.owner());
    return type.equals(Names.TYPE_MESSAGE) ? message(item, from) : newProcess(item, from, tags);
  }

  /** Whether the item claims to come from a process. */
  public static boolean speaksForProcess(Tags tags) {
    return tags.has(Names.FROM_PROCESS);
  }

  private static Reply<Screened> message(VerifiedItem item, String from) {
    return item.targetId().isEmpty()
        ? Reply.denied(
            ApiError.invalidItem(
                "message " + item.id() + " has no target; set it to the id of a process"))
        : Reply.given(new Screened.Message(item, from, item.targetId()));
  }

  private Reply<Screened> newProcess(VerifiedItem item, String from, Tags tags) {
    String asked = tags.ofAo(Names.MODULE).orElse("");
    Optional<String> module = processes.deployment().moduleOfId(asked);
    if (module.isEmpty() || !spawnable.contains(module.get())) {
      return Reply.denied(
          ApiError.spawnRefused(
              "a wallet can't spawn a process of module "
                  + ApiError.quote(asked)
                  + (module.isEmpty()
                      ? ", which is not one of this deployment"
                      : " (" + module.get() + ")")
                  + "; "
                  + allowed()));
    }
    if (!item.targetId().isEmpty()) {
      return Reply.denied(
          ApiError.invalidItem(
              "process item " + item.id() + " has target " + item.targetId() + "; leave it empty"));
    }
    String named = tags.ofAo(Names.SCHEDULER).orElse("");
    Set<String> known = schedulers.apply(processes.deployment());
    if (!known.contains(named)) {
      return Reply.denied(
          ApiError.invalidItem(
              "Tag 'Scheduler': value is "
                  + ApiError.quote(named)
                  + "; set it to this deployment's scheduler "
                  + known.iterator().next()));
    }
    return Reply.given(new Screened.NewProcess(item, from, module.get()));
  }

  private String allowed() {
    return spawnable.isEmpty()
        ? "processes here are spawned by processes: send Register to the Registry"
        : "modules open to wallets are " + new TreeSet<>(spawnable);
  }
}
