package mostao.registry.action;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import mostao.ao.process.Answer;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Name;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;

/** Names as people write them, and the refusals of what can't be a name. */
final class HandleArguments {
  /** ASCII alone: other scripts hold letters that lower-case into it. */
  private static final Pattern SPELLING =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_-]{0,30}[A-Za-z0-9])?");

  private HandleArguments() {}

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
    return isName(said.get()) ? next.apply(said.get()) : Answer.refused(invalid(said.get()));
  }

  /** Goes on with the one or two names the message is about. */
  static Answer<RegistryChange> some(
      Request<RegistryView> request, Function<List<String>, Answer<RegistryChange>> next) {
    List<String> handles = request.arguments().handles();
    Optional<String> wrong = handles.stream().filter(said -> !isName(said)).findFirst();
    if (wrong.isPresent()) {
      return Answer.refused(invalid(wrong.get()));
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
            ? "the name " + Refusal.quote(handle) + " is not registered"
            : "the process of " + Refusal.quote(handle) + " is still being spawned: try again");
  }

  private static boolean isName(String said) {
    return SPELLING.matcher(said).matches();
  }

  private static Refusal invalid(String said) {
    return new Refusal(
        Refusal.Code.INVALID_HANDLE,
        Refusal.quote(said)
            + " is not a name: send 1 to 32 of A-Z, a-z, 0-9, _ and -, the first and last a letter"
            + " or a digit");
  }
}
