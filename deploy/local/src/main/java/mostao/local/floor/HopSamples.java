package mostao.local.floor;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import mostao.ao.wire.Headers;
import mostao.ao.wire.Topics;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * The records that go round in place of a message: those of a sampled chain, with the message's
 * number in a further header. Thread-safe.
 */
final class HopSamples {
  private static final String NUMBER = "n";
  private static final byte[] RESULT = Headers.bytes("Result");

  /**
   * One chain.
   *
   * @param ids of its items
   */
  private record Sample(
      Map<String, Chain.Row> items, Map<String, Chain.Row> results, Map<String, String> ids) {
    static Sample of(Chain chain) {
      Sample sample = new Sample(new HashMap<>(), new HashMap<>(), new HashMap<>());
      for (Chain.Row row : chain.records()) {
        String action = new String(row.headers().get(Headers.ACTION), StandardCharsets.UTF_8);
        boolean result = Arrays.equals(row.headers().get(Headers.TYPE), RESULT);
        (result ? sample.results : sample.items).put(action, row);
        sample.ids.put(action, new String(row.headers().get(Headers.ID), StandardCharsets.UTF_8));
      }
      return sample;
    }
  }

  private final List<Sample> samples = new ArrayList<>();

  HopSamples(List<Chain> chains) {
    for (Chain chain : chains) {
      samples.add(Sample.of(chain));
    }
    // They were read one partition after the other.
    Collections.shuffle(samples, new Random(1));
  }

  /** Of all items. */
  List<String> ids() {
    return samples.stream().flatMap(sample -> sample.ids.values().stream()).toList();
  }

  /** The processes of a module that take part. */
  List<String> processes(String module) {
    boolean session = module.equals(Topics.SESSION);
    return samples.stream()
        .flatMap(sample -> sample.results.entrySet().stream())
        .filter(result -> result.getKey().equals("SendMessage") == session)
        .map(result -> new String(result.getValue().key(), StandardCharsets.UTF_8))
        .distinct()
        .toList();
  }

  /** The id of the item whose record this is, as it is of every message of this sample. */
  String sampledId(ConsumerRecord<byte[], byte[]> item) {
    return sample(number(item)).ids.get(action(item));
  }

  /** The record of an item, for the inbox of its target. */
  ProducerRecord<byte[], byte[]> item(long number, String action) {
    String module = action.equals("SendMessage") ? Topics.SESSION : Topics.HANDLE;
    return record(HopTopics.of(Topics.inbox(module)), sample(number).items.get(action), number);
  }

  /** The record of what came of an item. */
  ProducerRecord<byte[], byte[]> result(String module, ConsumerRecord<byte[], byte[]> item) {
    long number = number(item);
    return record(
        HopTopics.of(Topics.outbox(module)), sample(number).results.get(action(item)), number);
  }

  private Sample sample(long number) {
    return samples.get((int) (number % samples.size()));
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, Chain.Row row, long number) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, row.key(), row.value());
    row.headers().forEach((name, value) -> record.headers().add(name, value));
    record.headers().add(NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return record;
  }

  /** Which message it belongs to. */
  static long number(ConsumerRecord<byte[], byte[]> record) {
    return ByteBuffer.wrap(record.headers().lastHeader(NUMBER).value()).getLong();
  }

  static String action(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.headers().lastHeader(Headers.ACTION).value(), StandardCharsets.UTF_8);
  }
}
