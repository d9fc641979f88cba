package mostao.handle.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import mostao.ao.message.Message;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.ao.process.RowKey;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleKey;
import mostao.handle.model.HandleView;

/**
 * Merges a JSON object into the profile (RFC 7396: {@code null} removes). {@code handle} and {@code
 * owner} are passed over: a client may send back what {@link GetProfile} gave it.
 */
final class ProfileUpdate implements Action<HandleView, HandleChange> {
  @Override
  public Set<RowKey> rowKeys(Message message) {
    return Set.of(new HandleKey.Profile());
  }

  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    if (!HandleAccess.isOwner(request)) {
      return Answer.refused(HandleAccess.notTheOwner(request));
    }
    Optional<ObjectNode> patch = request.arguments().object();
    if (patch.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              "profile "
                  + Refusal.quote(request.arguments().text())
                  + " is not a JSON object: send {\"name\":…}"));
    }
    ObjectNode profile = Profiles.merged(request.view().profile(), patch.get());
    int bytes = Profiles.bytes(profile);
    int limit = request.rules().profileBytes();
    return bytes > limit
        ? Answer.refused(Refusal.tooLarge("the merged profile", bytes, limit, "bytes"))
        : Answer.reply(Json.success(), List.of(new HandleChange.PutProfile(profile)));
  }
}
