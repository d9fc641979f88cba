package mostao.e2e.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.process.Json;
import mostao.client.http.AoClient;
import mostao.client.http.AoMessages;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;

/** A person with a wallet and, once registered, a handle. */
final class Person {
  /** Also of those who come while a service is down and starts again. */
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final GatewayClient door;
  private final Wallet wallet = WalletType.ED25519.create();
  private final String name;
  private String handle = "";

  Person(GatewayClient door, String name) {
    this.door = door;
    this.name = name;
  }

  /** Registers the name and waits until it has a process. */
  static Person registered(GatewayClient door, String registry, String name)
      throws InterruptedException {
    Person person = new Person(door, name);
    person.door.post(person.item(registry, "Register", name));
    Waiting.until(
        PATIENCE,
        "handle " + name + " is registered",
        () -> {
          JsonNode found = person.ask(registry, "QueryHandle", name, false);
          person.handle = found.path("pid").asText("");
          return person.handle.isEmpty() ? found.toString() : null;
        });
    return person;
  }

  /** Establishes a session with another person, waits for it, and puts a key into it. */
  String sessionWith(Person other, String registry) throws InterruptedException {
    String pair = Json.write(Json.object().put("handleA", name).put("handleB", other.name));
    door.post(item(registry, "EstablishSession", pair));
    String[] session = {""};
    Waiting.until(
        PATIENCE,
        "the session of " + name + " and " + other.name,
        () -> {
          JsonNode found = ask(registry, "QuerySession", pair, true);
          session[0] = found.path("sessionID").asText("");
          return session[0].isEmpty() ? found.toString() : null;
        });
    ObjectNode key = Json.object().put("generation", 0);
    for (String side : new String[] {"a", "b"}) {
      key.put("encrypted_sk_by_" + side, "fire").put("pubkey_" + side, "fire");
    }
    door.post(relay(session[0], "RotateSessionKey", Json.write(key)));
    Waiting.until(
        PATIENCE,
        "session " + session[0] + " has a key",
        () -> ask(session[0], "GetCurrentKeys", "", true).isEmpty() ? "none" : null);
    return session[0];
  }

  /** A signed message for this person's handle, which sends a message to a process. */
  VerifiedItem relay(String target, String action, String data) {
    ObjectNode message = Json.object().put("Target", target).put("Data", data);
    message.putObject("Tags").put(Names.ACTION, action);
    return item(handle, "RelayMessage", Json.write(message));
  }

  VerifiedItem item(String process, String action, String data) {
    Reading<VerifiedItem> signed =
        AoMessages.draft(process, Tags.of(Names.ACTION, action), data).sign(wallet.signer());
    return signed.orThrow();
  }

  private JsonNode ask(String process, String action, String data, boolean proven)
      throws IOException, InterruptedException {
    return ask(door.gateway(), process, action, data, proven);
  }

  private JsonNode ask(URI gateway, String process, String action, String data, boolean proven)
      throws IOException, InterruptedException {
    try (AoClient client = new AoClient(gateway, wallet)) {
      Tags tags = Tags.of(Names.ACTION, action);
      Result result =
          proven ? client.provenDryRun(process, tags, data) : client.dryRun(process, tags, data);
      return Json.parse(result.messages().get(0).data()).orElseThrow();
    }
  }

  /** The contents of a session's messages, oldest first, as this gateway tells them. */
  List<String> history(URI gateway, String session) throws IOException, InterruptedException {
    String all = Json.write(Json.object().put("order", "asc").put("limit", 1_000));
    List<String> contents = new ArrayList<>();
    ask(gateway, session, "QueryMessage", all, true)
        .forEach(message -> contents.add(message.path("content").asText()));
    return contents;
  }

  String name() {
    return name;
  }

  /** Id of the handle's process. */
  String handle() {
    return handle;
  }
}
