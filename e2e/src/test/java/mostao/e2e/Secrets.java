package mostao.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds secrets in bytes, in whatever form they stand there: as they are, as base64 or base64url at
 * any place of a longer text, as hexadecimal, as a decimal number. A part of one is found as well:
 * beginning, middle or end, sixteen bytes of the form it stands in.
 */
final class Secrets {
  private static final int WINDOW = 16;
  private static final int FILTER_BITS = 20;

  /** A part of a form of a secret. */
  private record Sought(byte[] bytes, String name) {}

  private final Map<Long, List<Sought>> sought = new HashMap<>();
  private final boolean[] filter = new boolean[1 << FILTER_BITS];
  private int count;

  /** A secret text of at least sixteen characters. */
  Secrets text(String name, String text) {
    return bytes(name, text.getBytes(UTF_8));
  }

  /** Secret bytes, sixteen at least. */
  Secrets bytes(String name, byte[] secret) {
    count++;
    part(name, secret);
    HexFormat hex = HexFormat.of();
    part(name, hex.formatHex(secret).getBytes(ISO_8859_1));
    part(name, hex.withUpperCase().formatHex(secret).getBytes(ISO_8859_1));
    part(name, new BigInteger(1, secret).toString().getBytes(ISO_8859_1));
    for (int before = 0; before < 3; before++) {
      part(name, within(Base64.getEncoder(), before, secret));
      part(name, within(Base64.getUrlEncoder(), before, secret));
    }
    return this;
  }

  /** How many secrets are sought. */
  int count() {
    return count;
  }

  /** What all encodings of the secret behind so many other bytes have in common. */
  private static byte[] within(Base64.Encoder encoder, int before, byte[] secret) {
    byte[] longer = new byte[before + secret.length];
    System.arraycopy(secret, 0, longer, before, secret.length);
    byte[] encoded = encoder.encode(longer);
    int from = before == 0 ? 0 : before + 1;
    return Arrays.copyOfRange(encoded, from, longer.length * 8 / 6);
  }

  private void part(String name, byte[] form) {
    if (form.length < WINDOW) {
      throw new IllegalArgumentException(
          name + " has a form of " + form.length + " bytes: too few to be told from others");
    }
    for (int from : new int[] {0, (form.length - WINDOW) / 2, form.length - WINDOW}) {
      byte[] window = Arrays.copyOfRange(form, from, from + WINDOW);
      long head = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        head = head << 8 | window[i] & 0xff;
      }
      filter[hash(head)] = true;
      sought.computeIfAbsent(head, h -> new ArrayList<>()).add(new Sought(window, name));
    }
  }

  private static int hash(long head) {
    return (int) (head * 0x9E3779B97F4A7C15L >>> Long.SIZE - FILTER_BITS);
  }

  /** Names of the secrets that are in there. */
  Set<String> in(byte[] bytes) {
    return in(bytes, 0, bytes.length);
  }

  /** Of the bytes from here on, so many. */
  Set<String> in(byte[] bytes, int offset, int length) {
    Set<String> found = new TreeSet<>();
    long head = 0;
    for (int i = offset; i < offset + length; i++) {
      head = head << 8 | bytes[i] & 0xff;
      int from = i - Long.BYTES + 1;
      if (from >= offset && filter[hash(head)]) {
        for (Sought one : sought.getOrDefault(head, List.of())) {
          if (from + WINDOW <= offset + length
              && Arrays.equals(bytes, from, from + WINDOW, one.bytes, 0, WINDOW)) {
            found.add(one.name);
          }
        }
      }
    }
    return found;
  }

  /** So many bytes of one portion are to be seen again with the next. */
  static int overlap() {
    return WINDOW - 1;
  }
}
