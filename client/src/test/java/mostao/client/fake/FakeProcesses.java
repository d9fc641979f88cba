package mostao.client.fake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.fake.FakeDeployment.Fault;

/** Registry, handles and sessions, as far as a well-behaved client uses them. */
final class FakeProcesses {
  static final String REGISTRY = id("registry");
  static final Ed25519Signer AUTHORITY = new Ed25519Signer(new byte[32]);

  static final class Handle {
    String name;
    String owner;
    String pid;
    ObjectNode profile;
    final Map<String, ObjectNode> chats = new LinkedHashMap<>();
    final ArrayNode inbox = Json.array();
    int references;
  }

  static final class Session {
    String id;
    Handle a;
    Handle b;
    final ArrayNode keys = Json.array();
    final ArrayNode messages = Json.array();
    ObjectNode held;
    int sent;
    int notices;
  }

  private final Set<Fault> faults;
  private final int unlucky;
  private final int slowness;
  Consumer<String> onNotice = message -> {};
  final Map<String, Handle> handles = new LinkedHashMap<>();

  /** By their two names. */
  final Map<String, Session> sessions = new LinkedHashMap<>();

  /** Everything the authority signed, by id. */
  final Map<String, VerifiedItem> items = new LinkedHashMap<>();

  private final Map<String, Integer> asked = new LinkedHashMap<>();
  private long now = 1731234567000L;

  FakeProcesses(Set<Fault> faults, int unlucky, int slowness) {
    this.faults = faults;
    this.unlucky = unlucky;
    this.slowness = slowness;
  }

  private static String id(String of) {
    try {
      return Base64Url.encode(
          MessageDigest.getInstance("SHA-256").digest(of.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException broken) {
      throw new IllegalStateException(broken);
    }
  }

  JsonNode evaluate(
      String process, String from, String action, String data, boolean forGood, String message) {
    now += 7;
    if (process.equals(REGISTRY)) {
      return registry(from, action, data);
    }
    for (Handle handle : handles.values()) {
      if (handle.pid.equals(process)) {
        return handle(handle, from, action, data, forGood, message);
      }
    }
    return session(session(process), from, action, data);
  }

  Session session(String id) {
    return sessions.values().stream().filter(s -> s.id.equals(id)).findFirst().orElse(null);
  }

  VerifiedItem signed(Tags tags, String target, String data) {
    VerifiedItem item = Draft.empty().to(target).tags(tags).data(data).sign(AUTHORITY).orThrow();
    items.put(item.id(), item);
    return item;
  }

  private JsonNode registry(String from, String action, String data) {
    JsonNode json = Json.parse(data).orElse(Json.object());
    switch (action) {
      case "Register":
        String name = json.path("handle").asText();
        boolean others = handles.containsKey(name) && !handles.get(name).owner.equals(from);
        if (others || faults.contains(Fault.NAME_TAKEN)) {
          return error("HandleTaken", "the name '" + name + "' is taken: choose another");
        }
        handles.computeIfAbsent(name, n -> made(n, from, (ObjectNode) json));
        return Json.pending();
      case "QueryHandle":
        Handle found = isHidden("handle " + data) ? null : handles.get(data);
        return found == null
            ? Json.success().put("registered", false)
            : Json.success()
                .put("handle", found.name)
                .put("registered", true)
                .put("pid", found.pid)
                .put("owner", found.owner);
      case "GetHandles":
        ArrayNode names = Json.array();
        handles.values().stream()
            .filter(handle -> handle.owner.equals(data))
            .forEach(h -> names.addObject().put("handle", h.name).put("pid", h.pid));
        return names;
      case "EstablishSession":
        establish(json.path("handleA").asText(), json.path("handleB").asText());
        return Json.pending();
      case "QuerySession":
        String pair = pair(json.path("handleA").asText(), json.path("handleB").asText());
        if (Stream.of("handleA", "handleB")
            .noneMatch(side -> handles.get(json.path(side).asText()).owner.equals(from))) {
          return error("Unauthorized", from + " owns neither");
        }
        return isHidden(pair) || !sessions.containsKey(pair)
            ? error("SessionNotFound", "no session")
            : Json.success().put("sessionID", sessions.get(pair).id);
      case "Renounce":
        handles.remove(data);
        return Json.success();
      default:
        return error("UnknownAction", action);
    }
  }

  Handle made(String name, String owner, ObjectNode profile) {
    Handle handle = new Handle();
    handle.name = name;
    handle.owner = owner;
    Tags tags =
        Tags.of("Type", "Process", "Data-Protocol", "ao", "Handle-Name", name)
            .and(Tags.of("Handle-Owner", owner, "Registry", REGISTRY));
    handle.pid = signed(tags, "", Json.write(profile)).id();
    handle.profile = profile.deepCopy();
    return handle;
  }

  private boolean isHidden(String what) {
    return faults.contains(Fault.SLOW) && asked.merge(what, 1, Integer::sum) <= slowness;
  }

  private static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + " " + other : other + " " + one;
  }

  private void establish(String one, String other) {
    String pair = pair(one, other);
    if (sessions.containsKey(pair)) {
      return;
    }
    Session session = new Session();
    session.a = handles.get(one.compareTo(other) < 0 ? one : other);
    session.b = handles.get(one.compareTo(other) < 0 ? other : one);
    Tags tags =
        Tags.of("Type", "Process", "Data-Protocol", "ao", "Handle-A-Process", session.a.pid)
            .and("Handle-B-Process", session.b.pid);
    String id = signed(tags, "", " ").id();
    session.id = id;
    sessions.put(pair, session);
    for (Handle handle : new Handle[] {session.a, session.b}) {
      Handle peer = handle == session.a ? session.b : session.a;
      ObjectNode entry = Json.object().put("sessionID", id).put("otherHandleName", peer.name);
      handle.chats.put(id, entry.put("otherHandleID", peer.pid).put("unread", 0));
    }
  }

  private JsonNode handle(
      Handle handle, String from, String action, String data, boolean forGood, String message) {
    if (action.equals("GetProfile")) {
      return handle.profile.deepCopy().put("handle", handle.name).put("owner", handle.owner);
    }
    if (!from.equals(handle.owner)) {
      return error("Unauthorized", "only the owner");
    }
    switch (action) {
      case "ProfileUpdate":
        handle.profile.setAll((ObjectNode) Json.parse(data).orElseThrow());
        return Json.success();
      case "GetChatList":
        return Json.array().addAll(handle.chats.values());
      case "Block":
        handle.chats.get(data).put("state", "blocked");
        return Json.success();
      case "MarkViewed":
        handle.chats.get(data).put("unread", 0);
        return Json.success();
      case "GetInbox":
        long after = Json.parse(data).orElseThrow().path("after").asLong();
        ArrayNode rows = Json.array();
        for (JsonNode row : handle.inbox) {
          if (row.path("id").asLong() > after) {
            rows.add(row);
          }
        }
        return rows;
      case "RelayMessage":
        String reference = Integer.toString(++handle.references);
        JsonNode relayed = Json.parse(data).orElseThrow();
        relay(handle, relayed, reference, message);
        return Json.success().put("reference", reference);
      default:
        return error("UnknownAction", action + forGood);
    }
  }

  private void relay(Handle handle, JsonNode relayed, String reference, String message) {
    Session session = session(relayed.path("Target").asText());
    String action = relayed.path("Tags").path("Action").asText();
    ObjectNode data = (ObjectNode) Json.parse(relayed.path("Data").asText()).orElseThrow();
    JsonNode answer =
        action.equals("RotateSessionKey")
            ? rotate(session, data)
            : send(session, handle, data, message);
    boolean refused = answer.path("status").asText().equals("error");
    if (!refused && action.equals("SendMessage")) {
      return;
    }
    Tags tags =
        Tags.of("Action", action + "-Response", "X-Reference", reference, "Pushed-For", message)
            .and("From-Process", session.id);
    if (refused) {
      tags = tags.and("Error", answer.path("code").asText());
    }
    deliver(handle, session.id, signed(tags, handle.pid, Json.write(answer)));
  }

  /** Into the inbox. */
  static void deliver(Handle handle, String from, VerifiedItem item) {
    ObjectNode row = handle.inbox.addObject().put("id", handle.inbox.size());
    row.put("messageId", item.id()).put("from", from).put("owner", item.owner());
    row.put("action", item.tags().first("Action").orElse(""));
    row.put("data", new String(item.data(), StandardCharsets.UTF_8));
    ArrayNode tags = row.putArray("tags");
    for (Tag tag : item.tags()) {
      tags.addObject().put("name", tag.name()).put("value", tag.value());
    }
  }

  private JsonNode rotate(Session session, ObjectNode data) {
    if (faults.contains(Fault.ROTATION_REFUSED)
        || data.path("generation").asInt() != session.keys.size()) {
      return error("GenerationConflict", "the current generation is " + session.keys.size());
    }
    session.keys.add(data.deepCopy().put("generation", session.keys.size() + 1));
    return Json.success();
  }

  private JsonNode send(Session session, Handle sender, ObjectNode data, String message) {
    if (data.path("generation").asInt() != session.keys.size()) {
      return error("GenerationConflict", "the current generation is " + session.keys.size());
    }
    boolean third = ++session.sent == unlucky;
    if (third && faults.contains(Fault.MESSAGE_REFUSED)) {
      return error("TooLarge", "the content is too large");
    }
    ObjectNode stored = data.deepCopy().put("messageId", message).put("sender", sender.pid);
    if (third && faults.contains(Fault.MESSAGE_CHANGED)) {
      stored.put("content", stored.path("content").asText().replaceFirst("..", "AA"));
    }
    if (third && faults.contains(Fault.ORDER_CHANGED)) {
      // Goes in behind the sender's next one.
      session.held = stored;
    } else if (!third || !faults.contains(Fault.MESSAGE_LOST)) {
      store(session, stored);
      if (third && faults.contains(Fault.MESSAGE_DOUBLED)) {
        store(session, stored.deepCopy());
      }
      if (session.held != null && session.held.path("sender").equals(stored.path("sender"))) {
        store(session, session.held);
        session.held = null;
      }
    }
    notify(session, sender, message);
    return Json.success();
  }

  private void store(Session session, ObjectNode stored) {
    stored.put("id", session.messages.size() + 1).set("timestamp", Json.seconds(now));
    session.messages.add(stored);
  }

  private void notify(Session session, Handle sender, String message) {
    if (++session.notices == unlucky && faults.contains(Fault.NOTICE_LOST)) {
      return;
    }
    Handle other = sender == session.a ? session.b : session.a;
    ObjectNode entry = other.chats.get(session.id);
    entry.put("unread", entry.path("unread").asInt() + 1);
    onNotice.accept(message);
  }

  private JsonNode session(Session session, String from, String action, String data) {
    if (!from.equals(session.a.owner) && !from.equals(session.b.owner)) {
      return error("Unauthorized", "only the two sides");
    }
    ArrayNode rows = Json.array();
    switch (action) {
      case "GetCurrentKeys":
        boolean none =
            session.keys.isEmpty()
                || faults.contains(Fault.KEY_LOST) && from.equals(session.b.owner);
        return none ? rows : rows.add(session.keys.get(session.keys.size() - 1));
      case "GetKeyByGeneration":
        return rows.add(session.keys.get(Integer.parseInt(data) - 1));
      case "QueryMessage":
        return page(session.messages, Json.parse(data).orElseThrow());
      default:
        return error("UnknownAction", action);
    }
  }

  static ArrayNode page(ArrayNode messages, JsonNode query) {
    ArrayNode rows = Json.array();
    boolean newestFirst = query.path("order").asText().equals("desc");
    int limit = query.path("limit").asInt(4);
    int size = messages.size();
    for (int i = 0; i < size && rows.size() < limit; i++) {
      JsonNode row = messages.get(newestFirst ? size - 1 - i : i);
      long id = row.path("id").asLong();
      if (id > query.path("after").asLong() && id < query.path("before").asLong(Long.MAX_VALUE)) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static ObjectNode error(String code, String message) {
    return Json.object().put("status", "error").put("code", code).put("message", message);
  }
}
