package mostao.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.Decoded;
import mostao.ao.wire.Headers;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.OutboxRecord;
import mostao.ao.wire.Topics;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** The document of topics against the code; {@code WatchingIT} has records of a busy system. */
class AsyncApiTest {
  private static final Set<String> OF_REDRIVING = Set.of("ao-redriven", "ao-redriven-from");

  private final AsyncApi document = AsyncApi.read();

  AsyncApiTest() throws IOException {}

  @Test
  void itHasTheTopicsOfTheCode() {
    assertThat(document.topics())
        .containsExactlyInAnyOrderElementsOf(
            Topics.all().stream().map(Topics.Definition::name).toList());
  }

  @Test
  void itHasTheHeadersAndFaultsOfTheCode() throws IllegalAccessException {
    Set<String> code = new TreeSet<>(OF_REDRIVING);
    for (Field field : Headers.class.getFields()) {
      code.add((String) field.get(null));
    }
    Set<String> described = new TreeSet<>();
    for (JsonNode message : document.document().at("/components/messages")) {
      String ref = message.at("/headers/$ref").asText();
      JsonNode headers =
          ref.isEmpty() ? message.path("headers") : document.document().at(ref.substring(1));
      headers.path("properties").fieldNames().forEachRemaining(described::add);
    }
    assertThat(described).isEqualTo(code);
    Set<String> faults = new HashSet<>();
    document
        .document()
        .at("/components/messages/DeadLetter/headers/properties/ao-fault/enum")
        .forEach(fault -> faults.add(fault.asText()));
    assertThat(faults).isEqualTo(Decoded.Fault.names());
  }

  @Test
  void everyMessageAndSchemaIsUsed() {
    String text = document.document().toString();
    List<String> unused = new ArrayList<>();
    for (String kind : List.of("messages", "schemas")) {
      document
          .document()
          .at("/components/" + kind)
          .fieldNames()
          .forEachRemaining(
              name -> {
                if (!text.contains("\"#/components/" + kind + "/" + name + "\"")) {
                  unused.add(name);
                }
              });
    }
    assertThat(unused).isEmpty();
  }

  @Test
  void whatIsNotDescribedIsAFault() {
    VerifiedItem signed =
        Draft.empty()
            .to(Headers.ID.repeat(8) + "aaA")
            .tags(Tags.of("Data-Protocol", "ao", "Type", "Message", "Action", "Info"))
            .data(new byte[] {(byte) 0xff})
            .sign(new Ed25519Signer(new byte[32]))
            .orThrow();
    InboxRecord item = InboxVerifier.record(signed, signed.owner(), signed.targetId());
    String inbox = Topics.inbox(Topics.HANDLE);
    byte[] value = Wire.encode(item);
    Map<String, byte[]> headers = Headers.of(item);
    assertThat(faults(inbox, item.target(), value, headers)).isEmpty();
    assertThat(
            faults(
                inbox,
                item.target(),
                Wire.encode(item.assignedTo(item.id(), List.of("Data"))),
                headers))
        .isEmpty();
    assertThat(faults(inbox, "handle", value, headers)).isNotEmpty();
    assertThat(faults(inbox, null, value, headers)).isNotEmpty();
    assertThat(faults(inbox, item.target(), value, Map.of())).isNotEmpty();
    Map<String, byte[]> more = new java.util.HashMap<>(headers);
    more.put("ao-more", new byte[0]);
    assertThat(faults(inbox, item.target(), value, more)).anyMatch(f -> f.contains("ao-more"));
    String text = new String(value, StandardCharsets.UTF_8);
    assertThat(faults(inbox, item.target(), bytes(text.replace("\"Id\"", "\"ID\"")), headers))
        .anyMatch(fault -> fault.contains("ID"));
    assertThat(faults(inbox, item.target(), bytes("{"), headers)).isNotEmpty();
    assertThat(faults("ao.other", item.target(), value, headers)).isNotEmpty();

    OutboxRecord result =
        new OutboxRecord(
            item.target(), "", item.id(), "Info", 0, 1, item.id(), 0, Result.failed("a bug"));
    String outbox = Topics.outbox(Topics.HANDLE);
    assertThat(faults(outbox, item.target(), Wire.encode(result), Headers.of(result))).isEmpty();
    assertThat(faults(outbox, item.target(), value, Headers.of(result))).isNotEmpty();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private List<String> faults(String topic, String key, byte[] value, Map<String, byte[]> headers) {
    RecordHeaders all = new RecordHeaders();
    headers.forEach(all::add);
    return document.faults(
        new ConsumerRecord<>(
            topic,
            0,
            0,
            0,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            key,
            value,
            all,
            Optional.empty()));
  }
}
