package mostao.ao.wire;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import mostao.ao.message.Names;

/** Record headers: what people filter topics on, repeated from the value. UTF-8. */
public final class Headers {
  public static final String ID = "ao-id";
  public static final String FROM = "ao-from";
  public static final String TARGET = "ao-target";
  public static final String ACTION = "ao-action";
  public static final String TYPE = "ao-type";

  /** W3C trace context, carried along a chain of pushes. */
  public static final String TRACEPARENT = "traceparent";

  /** On dead letters: the name of the fault and a sentence; where the record stood. */
  public static final String FAULT = "ao-fault";

  public static final String FAULT_DETAIL = "ao-fault-detail";
  public static final String SOURCE_TOPIC = "ao-source-topic";
  public static final String SOURCE_PARTITION = "ao-source-partition";
  public static final String SOURCE_OFFSET = "ao-source-offset";

  private Headers() {}

  public static Map<String, byte[]> of(InboxRecord inbox) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(ID, bytes(inbox.id()));
    headers.put(FROM, bytes(inbox.from()));
    headers.put(TARGET, bytes(inbox.target()));
    headers.put(ACTION, bytes(inbox.tags().first(Names.ACTION).orElse("")));
    headers.put(TYPE, bytes(inbox.tags().ofAo(Names.TYPE).orElse("")));
    return headers;
  }

  public static Map<String, byte[]> of(OutboxRecord outbox) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(ID, bytes(outbox.message()));
    headers.put(FROM, bytes(outbox.process()));
    headers.put(ACTION, bytes(outbox.action()));
    headers.put(TYPE, bytes("Result"));
    return headers;
  }

  public static Map<String, byte[]> of(WalletRecord wallet) {
    return of(wallet.item());
  }

  public static Map<String, byte[]> of(DeadLetter letter) {
    Map<String, byte[]> headers = new LinkedHashMap<>();
    headers.put(FAULT, bytes(letter.fault().name()));
    headers.put(FAULT_DETAIL, bytes(letter.fault().detail()));
    headers.put(SOURCE_TOPIC, bytes(letter.topic()));
    headers.put(SOURCE_PARTITION, bytes(Integer.toString(letter.partition())));
    headers.put(SOURCE_OFFSET, bytes(Long.toString(letter.offset())));
    return headers;
  }

  public static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
