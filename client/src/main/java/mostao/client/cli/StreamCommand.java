package mostao.client.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import mostao.client.http.AoClient;
import mostao.client.http.EventStream;
import mostao.client.http.GatewayException;
import mostao.client.http.StreamEvent;
import mostao.client.terminal.Printable;
import mostao.client.wallet.WalletFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code stream}: what happens at a process or is sent to a wallet, as it happens. */
@Command(
    name = "stream",
    header = "Prints the messages and Results of a process, or the messages to a wallet, live.",
    description = "Runs until Ctrl-C. A connection that breaks is made again; nothing is missed.",
    mixinStandardHelpOptions = true)
public final class StreamCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "PROCESS-OR-WALLET", description = "Id of a process, or an address.")
  private String id;

  @Mixin private GatewayOption gateway;

  @Option(
      names = "--wallet",
      paramLabel = "JWK",
      description =
          "File of the wallet that may read it. Without one, only public streams can be read.")
  private Path wallet;

  @Option(
      names = "--after",
      defaultValue = "",
      paramLabel = "ID",
      description = "Begin after this event instead of now.")
  private String after;

  @Option(
      names = "--count",
      defaultValue = "0",
      paramLabel = "N",
      description = "End after N events (default: never).")
  private long count;

  @Option(names = "--json", description = "One line of JSON for each event: event, id, data.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    try (EventStream stream = open()) {
      PrintWriter out = spec.commandLine().getOut();
      for (long printed = 0; count == 0 || printed < count; printed++) {
        StreamEvent event = stream.next();
        out.println(json ? Printable.json(line(event).toString()) : text(event));
        out.flush();
      }
      return 0;
    } catch (GatewayException refused) {
      return failed("The gateway says: " + Printable.of(refused.sentence()));
    } catch (IOException broken) {
      return failed(wallet == null ? broken.getMessage() : WalletCommand.said(broken, wallet));
    }
  }

  private EventStream open() throws IOException {
    return wallet == null
        ? EventStream.anonymous(gateway.url(), id, after)
        : new AoClient(gateway.url(), WalletFile.load(wallet)).stream(id, after);
  }

  private static ObjectNode line(StreamEvent event) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    return line.put("event", event.name()).put("id", event.id()).set("data", event.data());
  }

  private static String text(StreamEvent event) {
    JsonNode data = event.data();
    String rest =
        switch (event.name()) {
          case "message" ->
              action(data)
                  + " from "
                  + shortened(data.path("From").asText())
                  + "  "
                  + data.path("Id").asText();
          case "result" ->
              data.path("Result").path("Messages").size()
                  + " messages, "
                  + data.path("Result").path("Spawns").size()
                  + " spawns"
                  + (data.path("Result").has("Error") ? ", an error" : "")
                  + "  of "
                  + data.path("Message").asText();
          default -> data.path("reason").asText();
        };
    return Printable.of(
        String.format(Locale.ROOT, "%-10s %-8s %s", event.id(), event.name(), rest));
  }

  private static String action(JsonNode data) {
    for (JsonNode tag : data.path("Tags")) {
      if (tag.path("name").asText().equals("Action")) {
        return tag.path("value").asText();
      }
    }
    return "(no Action)";
  }

  private static String shortened(String address) {
    return address.length() <= 9 ? address : address.substring(0, 9) + "…";
  }

  private int failed(String sentence) {
    spec.commandLine().getErr().println(sentence);
    return 1;
  }
}
