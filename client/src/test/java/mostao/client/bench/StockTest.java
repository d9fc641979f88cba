package mostao.client.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import mostao.ao.ans104.DataItem;
import mostao.client.chat.HandleName;
import mostao.client.chat.WaitPolicy;
import mostao.client.http.HttpSettings;
import mostao.client.wallet.Wallet;
import mostao.client.wallet.WalletType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pairs that are more than files share them. */
@Timeout(60)
class StockTest {
  private static final int MOST_FILES = 3;
  private static final PrintWriter NOBODY = new PrintWriter(Writer.nullWriter());

  private final Wallet wallet = WalletType.ED25519.create();
  private final Set<String> ids = new HashSet<>();
  private final Map<Integer, Long> newest = new HashMap<>();
  @TempDir private Path folder;

  private static List<Pair> pairs(int many) {
    return IntStream.range(0, many)
        .mapToObj(
            i ->
                new Pair(
                    i,
                    0,
                    new HandleName("a" + i, id('a', i), "owner"),
                    new HandleName("b" + i, id('b', i), "owner"),
                    id('s', i)))
        .toList();
  }

  private static String id(char kind, int number) {
    return kind + String.format(Locale.ROOT, "%041dA", number);
  }

  private Stock stock(int pairs, int items) throws Exception {
    BenchSettings settings =
        new BenchSettings(
            URI.create("http://127.0.0.1:1"),
            Optional.empty(),
            new Load.Rate(items),
            WalletType.ED25519,
            pairs,
            100,
            Duration.ZERO,
            Duration.ofSeconds(1),
            folder,
            1,
            1,
            Duration.ZERO,
            HttpSettings.DEFAULT,
            WaitPolicy.DEFAULT);
    return Stock.of(settings, pairs(pairs), MOST_FILES, folder, pair -> wallet.signer(), NOBODY);
  }

  /** Each is of the session it says, is new, and comes behind those of its session before. */
  private List<Integer> take(Stock stock, int many) throws Exception {
    List<Integer> pairs = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      Stock.Item item = stock.get();
      DataItem read = DataItem.parse(item.bytes()).orThrow();
      assertThat(new String(read.data(), StandardCharsets.UTF_8))
          .contains(id('s', item.pair()), Contents.of(item.number(), 100));
      assertThat(read.targetId()).isEqualTo(id('a', item.pair()));
      assertThat(ids.add(item.id())).isTrue();
      assertThat(item.number()).isGreaterThan(newest.getOrDefault(item.pair(), -1L));
      newest.put(item.pair(), item.number());
      pairs.add(item.pair());
    }
    return pairs;
  }

  @Test
  void itemsOfManyPairsAreInFewFilesAndEachIsPostedOnce() throws Exception {
    try (Stock stock = stock(8, 16)) {
      stock.begin();
      // A round and a part of the next.
      assertThat(take(stock, 11)).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2);
      stock.end();
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(MOST_FILES);
    }
    try (Stock stock = stock(8, 16)) {
      stock.begin();
      List<Integer> all = take(stock, 16);
      assertThat(all.subList(0, 8)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(all.subList(8, 16)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7);
      assertThat(stock.get()).isNull();
      stock.end();
    }
  }

  @Test
  void otherPairsHaveOtherFiles() throws Exception {
    try (Stock stock = stock(8, 16)) {
      stock.begin();
      take(stock, 8);
      stock.end();
    }
    // Three shared the first file, of which some items are left; now two do.
    newest.clear();
    try (Stock stock = stock(5, 5)) {
      stock.begin();
      assertThat(take(stock, 5)).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      stock.end();
    }
  }
}
