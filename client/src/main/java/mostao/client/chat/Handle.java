package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.process.Json;
import mostao.client.trust.Peer;

/** A handle of the client's wallet. Thread-safe. */
public final class Handle {
  private static final int INBOX_PAGE = 1000;
  private static final String RELAY = "RelayMessage";

  /**
   * A message that the handle sent on for its owner.
   *
   * @param id of the owner's own message, from which the way of the other can be followed
   * @param reference the handle's Reference on the message it sent; empty if it didn't say
   */
  public record Relayed(String id, String reference) {}

  private final ProcessClient asking;
  private final HandleName name;
  private final WaitPolicy patience;
  private final KeyPolicy policy;
  private final Optional<Introductions> introductions;

  Handle(
      ProcessClient asking,
      HandleName name,
      WaitPolicy patience,
      KeyPolicy policy,
      Optional<Introductions> introductions) {
    this.asking = asking;
    this.name = name;
    this.patience = patience;
    this.policy = policy;
    this.introductions = introductions;
  }

  public HandleName name() {
    return name;
  }

  /** The profile, with {@code handle} and {@code owner}. Anyone may read it. */
  public JsonNode profile() throws IOException, InterruptedException {
    return asking.ask(name.pid(), "GetProfile", "");
  }

  /** The profile of any handle. */
  public JsonNode profileOf(HandleName other) throws IOException, InterruptedException {
    return asking.ask(other.pid(), "GetProfile", "");
  }

  /** Changes what is named in {@code changes} (RFC 7396: null removes) and leaves the rest. */
  public void updateProfile(ObjectNode changes) throws IOException, InterruptedException {
    asking.tell(name.pid(), "ProfileUpdate", Json.write(changes));
  }

  /**
   * Has the handle send a message: only a handle may write to its sessions. When this returns, the
   * message is on its way; the receiver's answer goes to the handle, not to the caller.
   */
  public Relayed relay(String target, String action, String data)
      throws IOException, InterruptedException {
    return relay(relayItem(target, action, data));
  }

  /** The message that makes the handle send one, signed and not yet sent. */
  VerifiedItem relayItem(String target, String action, String data) {
    ObjectNode message = Json.object().put("Target", target).put("Data", data);
    message.putObject("Tags").put(Names.ACTION, action);
    return asking.item(name.pid(), RELAY, Json.write(message));
  }

  Relayed relay(VerifiedItem item) throws IOException, InterruptedException {
    ProcessClient.Told told = asking.tell(item, RELAY);
    return new Relayed(told.id(), told.body().path("reference").asText(""));
  }

  /** This handle as the client believes it. */
  public Peer self() throws IOException, InterruptedException {
    return known().meet(name);
  }

  /** Another handle as the client believes it, and pins it from now on. */
  public Peer meet(HandleName other) throws IOException, InterruptedException {
    return known().meet(other);
  }

  /**
   * Makes this installation known as a device of the handle; nothing happens if it is.
   *
   * @return its id
   */
  public String addDevice() throws IOException, InterruptedException {
    return devices().add();
  }

  /** Takes devices out: nothing is sealed for them from the next key on. */
  public void revokeDevices(List<String> ids) throws IOException, InterruptedException {
    devices().revoke(ids);
  }

  /** Id of this installation. */
  public String deviceId() {
    return known().trust().device().device().id();
  }

  /** The person has compared the safety number with the owner of that handle. */
  public void compared(Peer peer) throws IOException, InterruptedException {
    known().trust().compared(peer.birth());
  }

  /** Takes no more messages from the other side of a session. */
  public void block(String session) throws IOException, InterruptedException {
    asking.tell(name.pid(), "Block", session);
  }

  /** Takes messages of the other side again. */
  public void unblock(String session) throws IOException, InterruptedException {
    asking.tell(name.pid(), "Unblock", session);
  }

  private OwnDevices devices() {
    return new OwnDevices(asking, known(), this);
  }

  private Introductions known() {
    return introductions.orElseThrow(
        () ->
            new IllegalStateException(
                "without a Trust nobody can be believed: give one to Registry.of"));
  }

  /** The sessions of this handle, newest first. */
  public List<ChatEntry> chatList() throws IOException, InterruptedException {
    List<ChatEntry> entries = new ArrayList<>();
    for (JsonNode row : asking.prove(name.pid(), "GetChatList", "")) {
      entries.add(
          new ChatEntry(
              row.path("sessionID").asText(),
              row.path("otherHandleName").asText(),
              row.path("otherHandleID").asText(),
              Json.millis(row.path("lastMessageTime")).orElse(0L),
              row.path("unread").asLong()));
    }
    return entries;
  }

  /** The chat list's line of a session, if there is one. */
  public Optional<ChatEntry> chat(String session) throws IOException, InterruptedException {
    return chatList().stream().filter(entry -> entry.session().equals(session)).findFirst();
  }

  /**
   * Waits until the handle was told of so many messages since it was last marked as viewed.
   *
   * @return how many it was told of
   * @throws WaitTimeoutException when they are fewer at the deadline
   */
  public int awaitUnread(String session, int atLeast) throws IOException, InterruptedException {
    return patience.await(
        asking.client(),
        "notification " + atLeast + " of " + name.name(),
        () -> chat(session).map(entry -> (int) entry.unread()).filter(unread -> unread >= atLeast));
  }

  public void markViewed(String session) throws IOException, InterruptedException {
    asking.tell(name.pid(), "MarkViewed", session);
  }

  /**
   * Waits until a session of this handle has at least so many messages.
   *
   * @return id of its newest message, which is how many it has
   * @throws WaitTimeoutException when they are fewer at the deadline
   */
  public long awaitMessages(String session, long atLeast) throws IOException, InterruptedException {
    return patience.await(
        asking.client(),
        "message " + atLeast + " of session " + session,
        () -> Optional.of(newestMessage(session)).filter(id -> id >= atLeast));
  }

  /** Id of the newest message of a session of this handle, which is how many it has. */
  public long newestMessage(String session) throws IOException, InterruptedException {
    String newest = Json.write(Json.object().put("limit", 1).put("order", "desc"));
    return asking.prove(session, "QueryMessage", newest).path(0).path("id").asLong();
  }

  /**
   * One page of a session of this handle, oldest first.
   *
   * @param after id of the message before, 0 for the beginning
   * @return empty when there is nothing behind it
   */
  public List<StoredMessage> stored(String session, long after)
      throws IOException, InterruptedException {
    ObjectNode page = Json.object().put("order", "asc");
    // Without the key the history starts at its beginning.
    return stored(session, after == 0 ? page : page.put("after", after));
  }

  List<StoredMessage> stored(String session, ObjectNode page)
      throws IOException, InterruptedException {
    List<StoredMessage> found = new ArrayList<>();
    for (JsonNode row : asking.prove(session, "QueryMessage", Json.write(page))) {
      found.add(StoredMessage.of(row));
    }
    return found;
  }

  /** The conversation in a session that is established. */
  public Conversation conversation(String session, HandleName other) {
    return new Conversation(asking, known(), this, session, other, patience, policy);
  }

  /**
   * The refusal, if there was one, of a message that the handle sent. Answers that a handle has no
   * use for are in its inbox, and so is whatever anybody sends it: only what the process that was
   * asked said, in the chain of what this wallet sent, is an answer.
   *
   * @param asked the process that the message went to
   */
  Optional<RefusedException> refusalOf(Relayed relayed, String asked)
      throws IOException, InterruptedException {
    if (relayed.reference().isEmpty()) {
      return Optional.empty();
    }
    Refusals refusals = new Refusals(asking, name.pid(), known().authority());
    long after = 0;
    while (true) {
      ObjectNode page = Json.object().put("limit", INBOX_PAGE).put("after", after);
      JsonNode rows = asking.prove(name.pid(), "GetInbox", Json.write(page));
      for (JsonNode row : rows) {
        Optional<RefusedException> refusal = refusals.of(row, relayed, asked);
        if (refusal.isPresent()) {
          return refusal;
        }
        after = Math.max(after, row.path("id").asLong());
      }
      if (rows.isEmpty()) {
        return Optional.empty();
      }
    }
  }
}
