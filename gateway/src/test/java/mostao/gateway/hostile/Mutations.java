package mostao.gateway.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** Bytes and text that are nearly right. */
final class Mutations {
  private static final List<String> ODD =
      List.of(
          "",
          "0",
          "-1",
          "1e309",
          "99999999999999999999999",
          "null",
          "true",
          "%00",
          "%zz",
          "..",
          "%2e%2e%2f",
          "%F0%9F%92%A9",
          "%c3%28",
          ";x=y",
          "'",
          "${7*7}",
          "{{x}}",
          "<script>",
          "a+b",
          "*",
          "ASC",
          "eyJ0aW1lc3RhbXAiOjE3MDAwMDAwMDAwMDAsIm9yZGluYXRlIjoiMyJ9",
          "eyJ0aW1lc3RhbXAiOiJ4In0=");

  private final Random random;

  Mutations(Random random) {
    this.random = random;
  }

  <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** A value for a place in a path, a query or a header. */
  String odd() {
    return switch (random.nextInt(12)) {
      case 0 -> "x".repeat(random.nextInt(5000));
      case 1 -> id();
      case 2 -> id().substring(random.nextInt(43));
      case 3 -> "0x" + "aB".repeat(20);
      default -> one(ODD);
    };
  }

  /** 43 characters of base64url. */
  String id() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Flipped, cut, lengthened, or with numbers that lie. */
  byte[] bytes(byte[] good) {
    byte[] bad = good.clone();
    for (int times = 1 + random.nextInt(3); times > 0 && bad.length > 0; times--) {
      int at = random.nextInt(bad.length);
      switch (random.nextInt(7)) {
        case 0 -> bad[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bad = Arrays.copyOf(bad, at);
        case 2 -> bad = Arrays.copyOf(bad, bad.length + 1 + random.nextInt(100));
        case 3 -> bad = Arrays.copyOfRange(bad, at, bad.length);
        case 4 -> lie(bad, at);
        case 5 -> Arrays.fill(bad, at, Math.min(bad.length, at + 32), (byte) random.nextInt());
        default -> bad[random.nextInt(Math.min(2, bad.length))] = (byte) random.nextInt(12);
      }
    }
    return bad;
  }

  /** Where counts and lengths may stand: eight bytes, little-endian. */
  private void lie(byte[] bad, int at) {
    if (at + 8 <= bad.length) {
      long[] lies = {0, -1, 1, 129, Long.MAX_VALUE, Integer.MAX_VALUE, 4097, 1L << 40};
      ByteBuffer.wrap(bad).order(ByteOrder.LITTLE_ENDIAN).putLong(at, lies[random.nextInt(8)]);
    }
  }

  /** Wrong types, deep, cut, twice, or not in UTF-8. */
  byte[] json(String good) {
    String bad =
        switch (random.nextInt(10)) {
          case 0 -> good.substring(0, random.nextInt(good.length() + 1));
          case 1 -> good.replace("\"Data\":", "\"Data\":{\"a\":[1]},\"Data\":");
          case 2 -> "[".repeat(1 + random.nextInt(20_000));
          case 3 -> "{\"a\":".repeat(1 + random.nextInt(5_000));
          case 4 -> good.replace("[", "{").replace("]", "}");
          case 5 -> good.replaceFirst("\"[^\"]*\"", one(List.of("1e9999", "null", "[]", "{}")));
          case 6 -> good.replace(":\"", ":\"\\u0000\\ud800" + odd().replaceAll("[\\\\\"]", ""));
          case 7 -> good + good;
          case 8 -> one(List.of("", "null", "1", "\"x\"", "[]", "{}", "[null]"));
          default -> good;
        };
    byte[] bytes = bad.getBytes(StandardCharsets.UTF_8);
    return chance(20) ? bytes(bytes) : bytes;
  }

  /** A bundle of items whose header counts what is not there. */
  byte[] bundle(byte[] item) {
    ByteBuffer bundle = ByteBuffer.allocate(32 + 64 + item.length).order(ByteOrder.LITTLE_ENDIAN);
    bundle.putLong(0, chance(50) ? 1 : random.nextLong());
    bundle.putLong(32, chance(50) ? item.length : random.nextLong());
    bundle.position(96);
    bundle.put(item);
    return chance(50) ? bytes(bundle.array()) : bundle.array();
  }

  /** A query as JSON. */
  byte[] graphql() {
    return ("{\"query\":\""
            + query().replace("\"", "\\\"")
            + "\",\"variables\":{\"x\":"
            + "[".repeat(9))
        .concat("]".repeat(9) + "}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** A query: deep, wide, in a circle, cut. */
  String query() {
    String query =
        switch (random.nextInt(9)) {
          case 0 -> "{transactions(ids:[\"" + id() + "\"]){edges{node{id}}}}";
          case 1 -> "{a".repeat(random.nextInt(2000)) + "}";
          case 2 -> "{" + "x:transactions{edges{node{id}}} ".repeat(random.nextInt(300)) + "}";
          case 3 -> "query Q{...F} fragment F on Query{...F}";
          case 4 -> "{__schema{types{fields{type{fields{type{name}}}}}}}";
          case 5 -> "{transactions(first:" + odd() + "){edges{node{id}}}}";
          case 6 -> "{transaction(id:\"" + odd() + "\"){id tags{name value}}}";
          case 7 -> "{transactions(tags:[{name:\"" + id() + "\",values:[\"a\"]}]){edges{cursor}}}";
          default -> "mutation{x}";
        };
    return chance(20) ? query.substring(0, random.nextInt(query.length() + 1)) : query;
  }
}
