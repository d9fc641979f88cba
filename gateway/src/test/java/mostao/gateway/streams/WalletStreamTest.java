package mostao.gateway.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import mostao.ao.message.Tags;
import mostao.ao.wire.InboxRecord;
import mostao.ao.wire.ItemData;
import mostao.ao.wire.Topics;
import mostao.ao.wire.WalletRecord;
import mostao.ao.wire.Wire;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The stream of a wallet, over a log that holds repeats and forgets its beginning. */
class WalletStreamTest {
  private static final String WALLET = "A".repeat(43);
  private static final int PARTITION = WalletInbox.partition(WALLET);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final StreamSettings settings =
      Settings.with(
          "ring-records", "5", "ring-bytes", "100000", "page-bytes", "1500", "warm-up", "40");
  private final List<TopicEntry> log = new ArrayList<>();
  private long first;
  private long nanos;
  private int readBack;

  /** The broker: everything from {@code first} on. */
  private final class Broker implements TopicHistory {
    @Override
    public CompletionStage<WalletPage> read(int partition, String key, long from) {
      assertThat(partition).isEqualTo(PARTITION);
      readBack++;
      long next = Math.min(Math.max(from, first), log.size());
      List<TopicEntry> found = new ArrayList<>();
      while (next < log.size() && found.size() < 3) {
        TopicEntry entry = log.get((int) next++);
        if (entry.key().equals(key)) {
          found.add(entry);
        }
      }
      return CompletableFuture.completedFuture(
          new WalletPage(found, first, next, next < log.size()));
    }

    @Override
    public CompletionStage<Long> end(int partition) {
      return CompletableFuture.completedFuture((long) log.size());
    }

    @Override
    public void close() {}
  }

  /** A gateway, which may not have heard of the latest yet. */
  private final class Gateway {
    private final WalletInbox inbox = new WalletInbox(new Broker(), settings);
    private int heard = log.size();

    Gateway() {
      inbox.position(new TopicPartition(Topics.WALLETS, PARTITION), heard);
    }

    void hear(int most) {
      for (int i = 0; i < most && heard < log.size(); i++) {
        TopicEntry entry = log.get(heard++);
        inbox.record(
            new ConsumerRecord<>(
                Topics.WALLETS, PARTITION, entry.offset(), entry.key(), entry.value()));
        inbox.position(new TopicPartition(Topics.WALLETS, PARTITION), heard);
      }
    }

    EventStream open(Reader reader, String place) {
      long due = WalletSource.place(WALLET, place).orElseThrow();
      EventStream stream =
          new EventStream(
              wake -> new WalletSource(WALLET, inbox, due, settings.warmUp(), Runnable::run, wake),
              Optional::empty,
              reader,
              Runnable::run,
              () -> nanos,
              settings,
              new StreamMetrics(meters),
              over -> {});
      stream.begin();
      return stream;
    }
  }

  private void write(String wallet, String process, long nonce, int index) {
    InboxRecord item =
        new InboxRecord(
            process + "/" + nonce + "/" + index,
            "owner",
            "key",
            2,
            "signature",
            process,
            wallet,
            "",
            Tags.of("Action", "Told"),
            ItemData.of("x".repeat(100)));
    WalletRecord record = new WalletRecord(process, "m" + nonce, nonce, index, 1_000, item);
    log.add(new TopicEntry(log.size(), wallet, Wire.encode(record)));
  }

  private static List<String> ids(Reader reader) {
    return reader.data().stream()
        .filter(data -> data.contains("\"Id\""))
        .map(data -> data.replaceFirst(".*\"Id\":\"([^\"]*)\".*", "$1"))
        .toList();
  }

  @Test
  void aMessageIsShownWithWhereItCameFrom() {
    Gateway gateway = new Gateway();
    Reader reader = new Reader();
    gateway.open(reader, "0");
    write(WALLET, "p", 3, 1);
    gateway.hear(1);
    assertThat(reader.events()).containsExactly("message " + PARTITION + "-0");
    assertThat(reader.data().get(0))
        .isEqualTo(
            "{\"Id\":\"p/3/1\",\"Owner\":\"owner\",\"From\":\"p\",\"Target\":\""
                + WALLET
                + "\",\"Anchor\":\"\",\"Tags\":[{\"name\":\"Action\",\"value\":\"Told\"}],\"Data\":\""
                + "x".repeat(100)
                + "\",\"Process\":\"p\",\"Message\":\"m3\",\"Nonce\":3,\"Index\":1,\"Timestamp\":1000}");
  }

  @Test
  void whatIsForOthersIsNotShownAndCostsNoReadingBack() {
    Gateway gateway = new Gateway();
    Reader reader = new Reader();
    gateway.open(reader, "0");
    int before = readBack;
    for (int i = 0; i < 50; i++) {
      write("other", "p", i, 0);
    }
    write(WALLET, "q", 0, 0);
    gateway.hear(51);
    assertThat(ids(reader)).containsExactly("q/0/0");
    assertThat(readBack).isEqualTo(before);
  }

  @Test
  void aHeartbeatMovesThePlaceOverWhatIsForOthers() {
    Gateway gateway = new Gateway();
    Reader reader = new Reader();
    EventStream stream = gateway.open(reader, "0");
    for (int i = 0; i < 9; i++) {
      write("other", "p", i, 0);
    }
    gateway.hear(9);
    nanos += Duration.ofSeconds(16).toNanos();
    stream.tick();
    assertThat(reader.lastId()).isEqualTo(PARTITION + "-8");
  }

  @Test
  void aPlaceThatIsNoLongerKeptIsAGap() {
    for (int i = 0; i < 20; i++) {
      write(WALLET, "p", i, 0);
    }
    first = 15;
    Reader reader = new Reader();
    new Gateway().open(reader, PARTITION + "-3");
    assertThat(reader.events().get(0)).isEqualTo("gap " + PARTITION + "-14");
    assertThat(ids(reader)).containsExactly("p/15/0", "p/16/0", "p/17/0", "p/18/0", "p/19/0");
    Reader other = new Reader();
    new Gateway().open(other, PARTITION + "-14");
    assertThat(other.events()).hasSize(5).noneMatch(event -> event.startsWith("gap"));
  }

  @Test
  void aPlaceBehindTheEndIsAGapAndItGoesOnFromNow() {
    write(WALLET, "p", 0, 0);
    Gateway gateway = new Gateway();
    Reader reader = new Reader();
    gateway.open(reader, PARTITION + "-77");
    write(WALLET, "p", 1, 0);
    gateway.hear(1);
    assertThat(reader.events())
        .containsExactly("gap " + PARTITION + "-0", "message " + PARTITION + "-1");
    assertThat(ids(reader)).containsExactly("p/1/0");
  }

  @Test
  void aGatewayThatHasNotHeardYetIsNoGap() {
    Gateway late = new Gateway();
    for (int i = 0; i < 4; i++) {
      write(WALLET, "p", i, 0);
    }
    Reader reader = new Reader();
    late.open(reader, PARTITION + "-2");
    assertThat(ids(reader)).containsExactly("p/3/0");
    late.hear(9);
    write(WALLET, "p", 4, 0);
    late.hear(9);
    assertThat(ids(reader)).containsExactly("p/3/0", "p/4/0");
    assertThat(reader.events()).noneMatch(event -> event.startsWith("gap"));
  }

  @Test
  void aRecordThatIsNoMessageIsSkipped() {
    log.add(new TopicEntry(0, WALLET, new byte[] {'{'}));
    write("other", "p", 0, 0);
    log.add(new TopicEntry(2, WALLET, log.get(1).value()));
    write(WALLET, "p", 1, 0);
    Reader reader = new Reader();
    new Gateway().open(reader, "0");
    assertThat(ids(reader)).containsExactly("p/1/0");
  }

  @Test
  void onlyPlacesOfTheWalletsPartitionAreTakenForPlaces() {
    assertThat(WalletSource.place(WALLET, PARTITION + "-7")).contains(8L);
    assertThat(WalletSource.place(WALLET, PARTITION + "--1")).contains(0L);
    assertThat(WalletSource.place(WALLET, "0")).contains(0L);
    for (String none : List.of("", "7", (PARTITION + 1) + "-7", PARTITION + "-x", "7.1")) {
      assertThat(WalletSource.place(WALLET, none)).as(none).isEmpty();
    }
  }

  /** Redeliveries of random length, cuts at random places, gateways at random distances. */
  @RepeatedTest(60)
  void repeatsAndCutsNeverRepeatOrReorderMessages(RepetitionInfo repetition) {
    long seed = Long.getLong("mostao.seed", 7_000L) + repetition.getCurrentRepetition();
    Random random = new Random(seed);
    List<Gateway> gateways = List.of(new Gateway(), new Gateway());
    int[] sent = new int[3];
    List<String> due = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    List<String> toAll = new ArrayList<>();
    Reader reader = new Reader();
    EventStream stream = gateways.get(0).open(reader, "0");
    for (int step = 0; step < 400; step++) {
      int p = random.nextInt(sent.length);
      switch (random.nextInt(6)) {
        case 0, 1 -> {
          String wallet = random.nextInt(3) == 0 ? "other" : WALLET;
          write(wallet, "p" + p, sent[p]++, 0);
          toAll.add(wallet + " " + p + " " + (sent[p] - 1));
          if (wallet.equals(WALLET)) {
            due.add("p" + p + "/" + (sent[p] - 1) + "/0");
          }
        }
        case 2 -> {
          if (random.nextInt(4) == 0) {
            int back = random.nextInt(Math.min(12, toAll.size()) + 1);
            // As the messenger does: some of the latest again, in their order.
            for (String one : List.copyOf(toAll.subList(toAll.size() - back, toAll.size()))) {
              String[] parts = one.split(" ");
              write(parts[0], "p" + parts[1], Long.parseLong(parts[2]), 0);
            }
          }
        }
        case 3 -> gateways.forEach(gateway -> gateway.hear(random.nextInt(4)));
        case 4 -> {
          reader.room = random.nextInt(5);
          stream.drained();
        }
        default -> {
          if (random.nextInt(3) == 0) {
            stream.close();
            seen.addAll(ids(reader));
            String last = reader.lastId();
            reader = new Reader();
            stream = gateways.get(random.nextInt(2)).open(reader, last);
          }
        }
      }
    }
    gateways.forEach(gateway -> gateway.hear(Integer.MAX_VALUE));
    reader.room = Integer.MAX_VALUE;
    nanos += Duration.ofMinutes(1).toNanos();
    stream.tick();
    seen.addAll(ids(reader));
    assertThat(seen).as("-Dmostao.seed=" + seed).isEqualTo(due);
    assertThat(reader.events()).noneMatch(event -> event.startsWith("gap"));
  }
}
