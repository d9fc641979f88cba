package mostao.gateway.hostile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.unit.Evaluated;
import mostao.ao.unit.ProcessState;
import mostao.ao.unit.ResultEntry;
import mostao.ao.wire.Wire;
import mostao.gateway.fixture.GatewayFixture;
import mostao.gateway.fixture.StubUnitLog;

/**
 * A Registry, a handle and a session with a few evaluated messages, and what their owner may show:
 * so that hostile requests get behind the first refusal.
 */
final class FuzzedSystem {
  private static final Signer OWNER = GatewayFixture.wallet();

  private final GatewayFixture gateway;
  private final List<String> processes;
  private final List<String> messages = new ArrayList<>();
  private final List<String> tokens;

  FuzzedSystem(GatewayFixture gateway) {
    this.gateway = gateway;
    this.processes =
        List.of(
            gateway.registry(),
            gateway.list("handle", "Handle-Owner", OWNER.address()),
            gateway.list(
                "session", "Handle-A-Owner", OWNER.address(), "Handle-B-Owner", OWNER.address()));
    this.tokens = List.of(gateway.operator(), gateway.bearer(OWNER));
    List<String> modules = List.of("registry", "handle", "session");
    for (int i = 0; i < processes.size(); i++) {
      evaluate(modules.get(i), processes.get(i));
    }
  }

  private void evaluate(String module, String process) {
    long now = System.currentTimeMillis();
    StubUnitLog log = new StubUnitLog(gateway.units(), process);
    List<VerifiedItem> items = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      items.add(GatewayFixture.message(process, "Action", "Info"));
    }
    for (VerifiedItem item : items) {
      log.add(now, InboxVerifier.record(item, item.owner(), process));
      messages.add(item.id());
    }
    String unit = "/unit/processes/" + process;
    JsonNode state = JsonNodeFactory.instance.objectNode().put("name", "x");
    ProcessState shown = new ProcessState(process, module, "o", 0, now, state);
    ResultEntry entry =
        new ResultEntry(new Evaluated(process, items.get(1).id(), 1, now), Result.said("done"));
    gateway.units().put(unit + "/state", 200, shown.json().toString());
    gateway
        .units()
        .put(unit + "/results", 200, "{\"hasNextPage\":false,\"entries\":[" + entry.json() + "]}");
    gateway.units().put(unit + "/dry-run", 200, Wire.encodeResult(Result.said("done")));
  }

  List<String> processes() {
    return processes;
  }

  /** Messages that were evaluated, and a wallet to which some were sent. */
  List<String> otherIds() {
    List<String> ids = new ArrayList<>(messages);
    ids.add(OWNER.address());
    return ids;
  }

  /** {@code Authorization} headers: of the Registry's owner, and of the handle's. */
  List<String> tokens() {
    return tokens;
  }

  /** Items that were well made, each for one of the operations that take any. */
  List<byte[]> items() {
    List<byte[]> items = new ArrayList<>();
    for (String process : processes) {
      items.add(GatewayFixture.message(process, "Action", "Info").bytes());
      items.add(monitor(process));
      items.add(question(process));
    }
    items.add(
        GatewayFixture.message("", "Type", "Process", "Module", gateway.module("handle")).bytes());
    items.add(access(System.currentTimeMillis()));
    return items;
  }

  /** What an operation takes, in every respect. */
  byte[] fitting(String path, String process) {
    return switch (path) {
      case "/access" -> access(System.currentTimeMillis());
      case "/monitor/{process}" -> monitor(process);
      case "/dry-run" -> question(process);
      default -> GatewayFixture.message(process, "Action", "Info").bytes();
    };
  }

  byte[] access(long timestamp) {
    return gateway.accessItem(OWNER, timestamp).bytes();
  }

  private static byte[] monitor(String process) {
    return Draft.empty().to(process).data("x").sign(OWNER).orThrow().bytes();
  }

  private static byte[] question(String process) {
    String now = Long.toString(System.currentTimeMillis());
    return GatewayFixture.message(process, "Action", "Info", "Timestamp", now, "Dry-Run", "true")
        .bytes();
  }
}
