package mostao.local.watch;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import mostao.ao.message.Names;
import mostao.ao.message.Result;
import mostao.ao.message.Tags;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** A small conversation on the topics of a broker, with the times of now. */
public final class Written {
  public static final String WALLET = Records.id("wallet");
  public static final String ALICE = Records.id("alice");
  public static final String SESSION = Records.id("session");
  public static final String ROOT = Records.id("root");
  public static final String SEND = Records.id("send");
  public static final String SECRET = Records.SECRET;

  private Written() {}

  /** A relay of which the session has not evaluated its part yet, and something else. */
  public static void to(String bootstrapServers) throws Exception {
    Records records = new Records();
    records.fromWallet("handle", ROOT, WALLET, ALICE, "RelayMessage");
    records.fromWallet("handle", Records.id("other"), Records.id("x"), ALICE, "Info");
    records.result(
        "handle",
        ALICE,
        ROOT,
        "RelayMessage",
        0,
        ROOT,
        Result.of(List.of(Records.message(SESSION, 1, "SendMessage")), List.of()));
    records.push("session", SEND, ALICE, SESSION, ROOT, 1, Tags.of(Names.ACTION, "SendMessage"));
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer())) {
      for (ConsumerRecord<String, byte[]> one : records.all()) {
        producer
            .send(new ProducerRecord<>(one.topic(), 0, one.key(), one.value()))
            .get(20, TimeUnit.SECONDS);
      }
    }
  }
}
