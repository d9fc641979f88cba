package mostao.ao.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import mostao.ao.message.Message;
import mostao.ao.message.Names;
import mostao.ao.message.Result;

/**
 * From Action to handler, failing closed: an Action that is not listed is refused with {@code
 * UnknownAction}, an untrusted sender is refused before any handler sees the message.
 *
 * <p>Order of one evaluation: whom the message is for, chain depth, trust, birth, {@code Info}, the
 * listed Actions, otherwise. Immutable and thread-safe once built.
 *
 * @param <V> the view of this kind of process
 * @param <C> its changes
 */
public final class ActionTable<V, C> implements Evaluator<V, C> {
  private static final String INFO = "Info";
  private static final String RESPONSE = "-Response";

  /** The sentence of aos, which clients may know. */
  private static final String NOT_FOR_US = "Assignment is not trusted by this process!";

  /** Of an Action that a reply repeats, in characters: no more, so that the reply can be built. */
  private static final int REPEATED = 256;

  private final String kind;
  private final Function<Env, String> name;
  private final Map<String, Action<V, C>> actions;
  private final Action<V, C> birth;
  private final Action<V, C> otherwise;

  private ActionTable(Builder<V, C> builder) {
    this.kind = builder.kind;
    this.name = builder.name;
    this.actions = Map.copyOf(builder.actions);
    this.birth = builder.birth;
    this.otherwise = builder.otherwise;
  }

  /**
   * @param kind the module's name: registry, handle, session
   * @param name what a process of this kind calls itself, from its process item
   */
  public static <V, C> Builder<V, C> of(String kind, Function<Env, String> name) {
    return new Builder<>(kind, name);
  }

  public String kind() {
    return kind;
  }

  /** The Actions listed, {@code Info} aside. */
  @Override
  public Set<String> names() {
    return actions.keySet();
  }

  @Override
  public Outcome<C> evaluate(V view, Env env, long reference, Message message) {
    Ao ao = new Ao(env, reference);
    if (!message.target().equals(env.id())) {
      // Anyone may assign anyone's message: its signer has not asked this process for anything.
      return new Outcome<>(List.of(), Result.said(NOT_FOR_US), reference);
    }
    if (message.chainDepth() > env.rules().chainDepth()) {
      return new Outcome<>(
          List.of(),
          ao.result(
              "chain of pushes from "
                  + message.chainRoot()
                  + " is deeper than "
                  + env.rules().chainDepth()
                  + ": cut here"),
          reference);
    }
    Request<V> request = new Request<>(view, ao, message);
    return outcome(request, answer(request));
  }

  private Answer<C> answer(Request<V> request) {
    Message message = request.message();
    if (message.isPush() && !request.ao().isTrusted(message)) {
      return Answer.refused(
          new Refusal(
              Refusal.Code.UNTRUSTED,
              message.owner()
                  + " is not an authority of this process and can't speak for "
                  + Refusal.quote(message.from())));
    }
    if (message.createsProcess()) {
      return birth.perform(request);
    }
    String action = message.action();
    if (action.equals(INFO)) {
      return readable(request, info(request.env()));
    }
    Action<V, C> handler = actions.get(action);
    if (handler != null) {
      return readable(request, handler.perform(request));
    }
    return misspelled(message)
        .<Answer<C>>map(Answer::refused)
        .orElseGet(
            () -> otherwise == null ? Answer.refused(unknown(action)) : otherwise.perform(request));
  }

  /**
   * The answer, unless the data looks like JSON and is not. A caller without permission gets that
   * refusal first. Responses are exempt: they are not requests, and their handlers ignore what they
   * can't read.
   */
  private Answer<C> readable(Request<V> request, Answer<C> answer) {
    boolean notAllowed =
        answer instanceof Answer.Refused<C> refused && isAboutTheCaller(refused.refusal());
    if (notAllowed || request.message().action().endsWith(RESPONSE)) {
      return answer;
    }
    return request.arguments().malformed().<Answer<C>>map(Answer::refused).orElse(answer);
  }

  /**
   * A message without an Action has it under another spelling of {@code Action}. Where anything is
   * taken, it counts only when it names an Action of this process.
   */
  private Optional<Refusal> misspelled(Message message) {
    return message.tags().list().stream()
        .filter(tag -> !message.tags().has(Names.ACTION))
        .filter(tag -> tag.name().equalsIgnoreCase(Names.ACTION))
        .filter(tag -> otherwise == null || listed(tag.value()).isPresent())
        .findFirst()
        .map(
            tag ->
                new Refusal(
                    Refusal.Code.UNKNOWN_ACTION,
                    "the message has no Action tag, but one named "
                        + Refusal.quote(tag.name())
                        + ": tag names are case-sensitive, send Action="
                        + listed(tag.value()).orElse(Refusal.start(tag.value(), REPEATED))));
  }

  private Refusal unknown(String action) {
    String message =
        action.isEmpty()
            ? "the message has no Action tag: this process acts on Actions only"
            : "Action "
                + Refusal.quote(action)
                + " is not one of this process"
                + listed(action).map(known -> ": send " + known).orElse("");
    return new Refusal(Refusal.Code.UNKNOWN_ACTION, message);
  }

  /** The Action that differs from this name only in upper and lower case. */
  private Optional<String> listed(String action) {
    return Stream.concat(Stream.of(INFO), actions.keySet().stream())
        .filter(action::equalsIgnoreCase)
        .findFirst();
  }

  private static boolean isInfo(Message message) {
    return !message.createsProcess() && message.action().equals(INFO);
  }

  @Override
  public Set<RowKey> rowKeys(Env env, Message message) {
    if (!message.target().equals(env.id()) || isInfo(message)) {
      return Set.of();
    }
    Action<V, C> handler =
        message.createsProcess() ? birth : actions.getOrDefault(message.action(), otherwise);
    return handler == null ? Set.of() : handler.rowKeys(message);
  }

  private Answer<C> info(Env env) {
    return Answer.reply(
        Json.success()
            .put("kind", kind)
            .put("id", env.id())
            .put("name", name.apply(env))
            .put("owner", env.owner())
            .put("module", env.module())
            .put("version", Ao.VERSION));
  }

  private Outcome<C> outcome(Request<V> request, Answer<C> answer) {
    Ao ao = request.ao();
    if (answer instanceof Answer.Reply<C> reply) {
      if (isAnswered(request.message())) {
        Message message = request.message();
        ao.sendFirst(reply(message, Arguments.replyTarget(message), reply.body()));
      }
      return new Outcome<>(reply.changes(), ao.result(), ao.reference());
    }
    if (answer instanceof Answer.Refused<C> refused) {
      ao.clearOutbox();
      if (isRefusalSaid(request.message())) {
        Refusal refusal = refused.refusal();
        ObjectNode body = Json.object().put("status", "error");
        body.put("code", refusal.code().text()).put("message", refusal.message());
        body.setAll(refused.details());
        String target =
            isAboutTheCaller(refusal) || !isListed(request.message())
                ? request.message().from()
                : Arguments.replyTarget(request.message());
        ao.send(reply(request.message(), target, body).tag(Names.ERROR, refusal.code().text()));
      }
      return new Outcome<>(List.of(), result(ao, refused.refusal()), ao.reference());
    }
    Answer.Quiet<C> quiet = (Answer.Quiet<C>) answer;
    return new Outcome<>(quiet.changes(), ao.result(), ao.reference());
  }

  /** The untrusted sender is named in the Output as well, where AO's clients look for it. */
  private static Result result(Ao ao, Refusal refusal) {
    return refusal.code() == Refusal.Code.UNTRUSTED
        ? ao.result().saying(refusal.message())
        : ao.result();
  }

  /**
   * The refusal goes to the caller alone, whatever its {@code Reply-To} says: a caller who may not
   * call can't have answers sent to others. Nor can whoever sends what is no Action here.
   */
  private static boolean isAboutTheCaller(Refusal refusal) {
    return switch (refusal.code()) {
      case UNAUTHORIZED, UNTRUSTED, BLOCKED, QUOTA_EXCEEDED -> true;
      default -> false;
    };
  }

  private boolean isListed(Message message) {
    return isInfo(message) || actions.containsKey(message.action());
  }

  private static Mail reply(Message message, String target, JsonNode body) {
    String action = message.action();
    String repeated = Refusal.start(action, REPEATED);
    Mail mail = Mail.to(target).tag(Names.ACTION, repeated + RESPONSE);
    String reference =
        message.tag(Names.REFERENCE).or(() -> message.tag(Names.X_REFERENCE)).orElse(null);
    if (reference != null) {
      mail = mail.tag(Names.X_REFERENCE, reference);
    }
    return mail.tag(Names.CONTENT_TYPE, Names.APPLICATION_JSON).data(Json.write(body));
  }

  /** Notifications and responses get no reply, so that two processes never talk in circles. */
  private static boolean isAnswered(Message message) {
    return !message.createsProcess()
        && !message.action().equals("Notify")
        && !message.action().endsWith(RESPONSE);
  }

  private static boolean isRefusalSaid(Message message) {
    return !message.createsProcess() && !message.action().endsWith(RESPONSE);
  }

  /** Collects the table; every name may be listed once. */
  public static final class Builder<V, C> {
    private final String kind;
    private final Function<Env, String> name;
    private final Map<String, Action<V, C>> actions = new LinkedHashMap<>();
    private Action<V, C> birth = request -> Answer.quiet(List.of());
    private Action<V, C> otherwise;

    private Builder(String kind, Function<Env, String> name) {
      this.kind = kind;
      this.name = name;
    }

    public Builder<V, C> on(Action<V, C> action) {
      return on(action.name(), action);
    }

    /** Lists an Action under another name as well. */
    public Builder<V, C> on(String actionName, Action<V, C> action) {
      if (actions.putIfAbsent(actionName, action) != null) {
        throw new IllegalArgumentException("Action " + actionName + " is listed twice");
      }
      return this;
    }

    /** The handler for the process item that the process was born from. */
    public Builder<V, C> onBirth(Action<V, C> action) {
      birth = action;
      return this;
    }

    /** The handler for messages that no Action matches; if not set, they are refused. */
    public Builder<V, C> otherwise(Action<V, C> action) {
      otherwise = action;
      return this;
    }

    public ActionTable<V, C> build() {
      return new ActionTable<>(this);
    }
  }
}
