package mostao.registry.action;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import mostao.ao.process.Answer;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** Names as people write them, and the refusals of those that are none. */
final class Handles {
  /** ASCII alone, also before lower-casing: other scripts hold letters that lower-case into it. */
  private static final Pattern SPELLING =
      Pattern.compile("[a-z0-9]([a-z0-9_-]{0,30}[a-z0-9])?", Pattern.CASE_INSENSITIVE);

  private Handles() {}

  /** Goes on with the one name the message is about. */
  static Answer<RegistryChange> one(
      Request<RegistryView> request, Function<String, Answer<RegistryChange>> next) {
    Optional<String> said = request.arguments().handle();
    if (said.isEmpty()) {
      return Answer.refused(
          Refusal.invalidData(
              request.message().action()
                  + " takes a name, as alice or {\"handle\":\"alice\"}, not "
                  + Refusal.quote(request.message().data())));
    }
    Optional<String> handle = spelled(said.get());
    return handle.isEmpty() ? Answer.refused(invalid(said.get())) : next.apply(handle.get());
  }

  /** Goes on with the one or two names the message is about. */
  static Answer<RegistryChange> some(
      Request<RegistryView> request, Function<List<String>, Answer<RegistryChange>> next) {
    List<String> handles = new ArrayList<>();
    for (String said : request.arguments().handles()) {
      Optional<String> handle = spelled(said);
      if (handle.isEmpty()) {
        return Answer.refused(invalid(said));
      }
      handles.add(handle.get());
    }
    return handles.isEmpty() ? Answer.refused(needsTwo(request)) : next.apply(handles);
  }

  static Refusal needsTwo(Request<RegistryView> request) {
    return Refusal.invalidData(
        request.message().action()
            + " takes two names, as alice, bob or [\"alice\",\"bob\"] or"
            + " {\"handleA\":\"alice\",\"handleB\":\"bob\"}, not "
            + Refusal.quote(request.message().data()));
  }

  static Refusal notFound(String handle, Optional<Name> name) {
    return new Refusal(
        Refusal.Code.HANDLE_NOT_FOUND,
        name.isEmpty()
            ? "nobody has the name " + Refusal.quote(handle)
            : "the process of " + Refusal.quote(handle) + " is still being spawned: ask again");
  }

  private static Optional<String> spelled(String said) {
    return SPELLING.matcher(said).matches()
        ? Optional.of(said.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static Refusal invalid(String said) {
    return new Refusal(
        Refusal.Code.INVALID_HANDLE,
        Refusal.quote(said)
            + " is no name: 1 to 32 of a-z, 0-9, _ and -, the first and last a letter or a digit");
  }
}
