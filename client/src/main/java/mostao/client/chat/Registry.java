package mostao.client.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Json;
import mostao.client.http.AoClient;
import mostao.client.http.GatewayInfo;
import mostao.client.trust.Trust;

/** The Registry: the names, their handles, and the sessions between handles. Thread-safe. */
public final class Registry {
  private final ProcessClient asking;
  private final String pid;
  private final WaitPolicy patience;
  private final KeyPolicy policy;
  private final Optional<Introductions> introductions;

  private Registry(
      ProcessClient asking,
      String pid,
      WaitPolicy patience,
      KeyPolicy policy,
      Optional<Introductions> introductions) {
    this.asking = asking;
    this.pid = pid;
    this.patience = patience;
    this.policy = policy;
    this.introductions = introductions;
  }

  /** The Registry of the client's gateway, for what needs no conversation. */
  public static Registry of(AoClient client) throws IOException, InterruptedException {
    return of(client, WaitPolicy.DEFAULT);
  }

  /** As {@link #of(AoClient)}; the patience also holds for the handles made here. */
  public static Registry of(AoClient client, WaitPolicy patience)
      throws IOException, InterruptedException {
    return at(client, named(client.info()), patience);
  }

  /**
   * The Registry of the client's gateway, for conversations.
   *
   * @throws mostao.client.trust.ChangedException when the deployment is not the one it was
   */
  public static Registry of(AoClient client, WaitPolicy patience, Trust trust)
      throws IOException, InterruptedException {
    return of(client, patience, trust, KeyPolicy.DEFAULT);
  }

  /** As {@link #of(AoClient, WaitPolicy, Trust)}, with another policy for keys. */
  public static Registry of(AoClient client, WaitPolicy patience, Trust trust, KeyPolicy policy)
      throws IOException, InterruptedException {
    GatewayInfo info = client.info();
    return at(client, named(info), patience, trust, policy, info);
  }

  private static String named(GatewayInfo info) throws IOException {
    if (info.registry().isEmpty()) {
      throw new IOException("the gateway names no Registry; is it ready?");
    }
    return info.registry();
  }

  /** A Registry that a wallet has spawned, with names of its own; without conversations. */
  public static Registry at(AoClient client, String pid, WaitPolicy patience) {
    return new Registry(
        new ProcessClient(client), pid, patience, KeyPolicy.DEFAULT, Optional.empty());
  }

  /** A Registry that a wallet has spawned, with names of its own. */
  public static Registry at(AoClient client, String pid, WaitPolicy patience, Trust trust)
      throws IOException, InterruptedException {
    return at(client, pid, patience, trust, KeyPolicy.DEFAULT, client.info());
  }

  private static Registry at(
      AoClient client,
      String pid,
      WaitPolicy patience,
      Trust trust,
      KeyPolicy policy,
      GatewayInfo info)
      throws IOException, InterruptedException {
    trust.deployment(client.origin(), info.authority(), info.registry());
    ProcessClient asking = new ProcessClient(client);
    Introductions introductions = new Introductions(asking, pid, info.authority(), trust);
    return new Registry(asking, pid, patience, policy, Optional.of(introductions));
  }

  /** Id of the Registry's process. */
  public String pid() {
    return pid;
  }

  /** The name's process, once it has one. */
  public Optional<HandleName> find(String name) throws IOException, InterruptedException {
    JsonNode found = asking.ask(pid, "QueryHandle", name);
    if (!found.path("registered").asBoolean()) {
      return Optional.empty();
    }
    return Optional.of(
        new HandleName(
            found.path("handle").asText(name),
            found.path("pid").asText(),
            found.path("owner").asText("")));
  }

  /** Names of an owner. */
  public List<HandleName> namesOf(String owner) throws IOException, InterruptedException {
    List<HandleName> names = new ArrayList<>();
    for (JsonNode row : asking.ask(pid, "GetHandles", owner)) {
      names.add(new HandleName(row.path("handle").asText(), row.path("pid").asText(), owner));
    }
    return names;
  }

  /**
   * Registers a name for the client's wallet and waits until its process is there. If the name is
   * already this wallet's, it stays as it is and the profile is not touched.
   *
   * @param profile what the profile starts with
   * @throws RefusedException also when the name is another's
   */
  public Handle register(String name, ObjectNode profile) throws IOException, InterruptedException {
    ObjectNode data = Json.object();
    data.setAll(profile);
    data.put("handle", name);
    asking.tell(pid, "Register", Json.write(data));
    HandleName registered =
        patience.await(asking.client(), "the process of handle " + name, () -> find(name));
    return handle(registered);
  }

  /** A handle that the client's wallet owns. */
  public Handle handle(HandleName name) {
    return new Handle(asking, name, patience, policy, introductions);
  }

  /** Gives the name up, which is kept for its last owner for a while; sessions stay. */
  public void renounce(String name) throws IOException, InterruptedException {
    asking.tell(pid, "Renounce", name);
  }

  /**
   * Id of the session between two names, once it is established.
   *
   * @throws RefusedException also when the client's wallet owns neither name: the sessions of
   *     others are told to nobody
   */
  public Optional<String> session(String one, String other)
      throws IOException, InterruptedException {
    try {
      String id = asking.prove(pid, "QuerySession", pair(one, other)).path("sessionID").asText("");
      return Optional.of(id).filter(found -> !found.isEmpty());
    } catch (RefusedException refused) {
      if (refused.code().equals("SessionNotFound")) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** Establishes the session between an own name and another's, and waits until it is there. */
  public Conversation establish(Handle own, HandleName other)
      throws IOException, InterruptedException {
    return own.conversation(establishSession(own.name(), other), other);
  }

  /** As {@link #establish}, of which only the session's id is wanted. */
  public String establishSession(HandleName own, HandleName other)
      throws IOException, InterruptedException {
    Optional<String> there = session(own.name(), other.name());
    if (there.isPresent()) {
      return there.get();
    }
    asking.tell(pid, "EstablishSession", pair(own.name(), other.name()));
    return patience.await(
        asking.client(),
        "the session of " + own.name() + " and " + other.name(),
        () -> session(own.name(), other.name()));
  }

  private static String pair(String one, String other) {
    return Json.write(Json.object().put("handleA", one).put("handleB", other));
  }
}
