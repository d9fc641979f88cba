package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import mostao.ao.process.Env;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.State;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;

/**
 * A Registry: its first names; where reads are open, the sessions first asked for as well. Who
 * talks to whom is otherwise told to nobody.
 */
public final class RegistryState implements State<RegistryView> {
  @Override
  public ObjectNode of(Env env, RegistryView view) {
    Page page = env.rules().page();
    ObjectNode state = Json.object().put("name", env.tags().first(RegistryActions.NAME).orElse(""));
    List<ObjectNode> names =
        view.names(page.rows() + 1).stream().map(RegistryState::shown).toList();
    state.set("names", page.first(names));
    if (env.rules().openReads()) {
      List<ObjectNode> links =
          view.links(page.rows() + 1).stream().map(RegistryState::shown).toList();
      state.set("sessions", page.first(links));
    }
    return state;
  }

  private static ObjectNode shown(Name name) {
    ObjectNode shown = Json.object().put("handle", name.handle()).put("owner", name.owner());
    return name.isActive() ? shown.put("pid", name.process()) : shown.put("pending", true);
  }

  private static ObjectNode shown(SessionLink link) {
    ObjectNode shown = Json.object().put("handleA", link.handleA()).put("handleB", link.handleB());
    return link.status() == SessionLink.Status.ACTIVE
        ? shown.put("sessionID", link.sessionProcess())
        : shown.put("pending", true);
  }
}
