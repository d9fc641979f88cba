package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Page;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** The names a wallet has, by name, at most one page of them. Open to all. */
final class GetHandles implements Action<RegistryView, RegistryChange> {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9_-]{43}|0[xX][0-9a-fA-F]{40}");

  @Override
  public Answer<RegistryChange> perform(Request<RegistryView> request) {
    Optional<String> owner =
        request.arguments().scalar("owner").filter(text -> ADDRESS.matcher(text).matches());
    if (owner.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "GetHandles takes the owner's address, 43 characters base64url or 0x and 40 digits,"
                  + " plain or as {\"owner\":…}, not "
                  + Refusal.quote(request.message().data())));
    }
    Page page = new Page(request.rules().pageRows(), request.rules().pageBytes());
    List<ObjectNode> handles =
        request.view().namesOwnedBy(owner.get(), page.rows()).stream()
            .map(name -> Json.object().put("handle", name.handle()).put("pid", name.process()))
            .toList();
    return Answer.reply(page.of(handles));
  }
}
