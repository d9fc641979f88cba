package mostao.ao.ans104;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damages bytes, by chance and where it hurts. */
final class Mutation {
  private static final long[] NUMBERS = {
    0,
    1,
    127,
    128,
    129,
    255,
    4095,
    4096,
    4097,
    0x7fffffffL,
    0x80000000L,
    0xffffffffL,
    1L << 32,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -4096
  };

  private final SplittableRandom random;
  private final List<byte[]> others;

  Mutation(SplittableRandom random, List<byte[]> others) {
    this.random = random;
    this.others = others;
  }

  /** One to four damages, each of another kind. */
  byte[] damage(byte[] bytes) {
    byte[] out = bytes.clone();
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      out = once(out);
    }
    return out;
  }

  private byte[] once(byte[] bytes) {
    if (bytes.length == 0) {
      return new byte[random.nextInt(200)];
    }
    int at = place(bytes);
    return switch (random.nextInt(11)) {
      case 0 -> flip(bytes, at);
      case 1 -> set(bytes, at, (byte) random.nextInt(256));
      case 2 -> set(bytes, at, (byte) (random.nextBoolean() ? 0 : 0xff));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> splice(bytes, at, random(random.nextInt(40)), 0);
      case 5 -> splice(bytes, at, new byte[0], random.nextInt(40));
      case 6 -> splice(bytes, at, piece(bytes), 0);
      case 7 -> splice(bytes, at, piece(others.get(random.nextInt(others.size()))), 40);
      case 8 -> number(bytes, at);
      case 9 -> varint(bytes, at);
      default -> type(bytes);
    };
  }

  // Half of the time in the header and the tags, where most decisions are taken.
  private int place(byte[] bytes) {
    if (random.nextBoolean()) {
      return random.nextInt(bytes.length);
    }
    int code = bytes.length < 2 ? 0 : (bytes[0] & 0xff) | (bytes[1] & 0xff) << 8;
    int header =
        SignatureType.of(code).map(t -> 2 + t.signatureLength() + t.ownerLength()).orElse(0);
    return Math.min(bytes.length - 1, header + random.nextInt(100));
  }

  private static byte[] set(byte[] bytes, int at, byte value) {
    bytes[at] = value;
    return bytes;
  }

  private byte[] flip(byte[] bytes, int at) {
    return set(bytes, at, (byte) (bytes[at] ^ 1 << random.nextInt(8)));
  }

  private byte[] type(byte[] bytes) {
    return set(bytes, 0, (byte) random.nextInt(9));
  }

  private byte[] number(byte[] bytes, int at) {
    byte[] number =
        ByteBuffer.allocate(8)
            .order(random.nextInt(8) == 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN)
            .putLong(NUMBERS[random.nextInt(NUMBERS.length)])
            .array();
    return splice(bytes, at, number, number.length);
  }

  private byte[] varint(byte[] bytes, int at) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long rest = NUMBERS[random.nextInt(NUMBERS.length)];
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) {
      out.write((int) (rest & 0x7f | 0x80));
    }
    out.write((int) rest);
    return splice(bytes, at, out.toByteArray(), random.nextInt(3));
  }

  private byte[] piece(byte[] bytes) {
    int from = random.nextInt(bytes.length + 1);
    return Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + random.nextInt(200)));
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  private static byte[] splice(byte[] bytes, int at, byte[] piece, int dropped) {
    int resume = Math.min(bytes.length, at + dropped);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(piece);
    out.write(bytes, resume, bytes.length - resume);
    return out.toByteArray();
  }
}
