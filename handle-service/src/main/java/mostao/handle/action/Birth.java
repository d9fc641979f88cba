package mostao.handle.action;

import java.util.List;
import mostao.ao.process.Action;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Request;
import mostao.handle.model.HandleChange;
import mostao.handle.model.HandleView;

/**
 * The process item's data is the initial profile. No caller waits for an answer here, so data that
 * is not a profile, or is too large, leaves an empty one.
 */
final class Birth implements Action<HandleView, HandleChange> {
  @Override
  public Answer<HandleChange> perform(Request<HandleView> request) {
    return Answer.quiet(
        List.of(
            new HandleChange.PutProfile(
                request
                    .arguments()
                    .object()
                    .map(profile -> Profiles.merged(Json.object(), profile))
                    .filter(profile -> Profiles.bytes(profile) <= request.rules().profileBytes())
                    .orElseGet(Json::object))));
  }
}
