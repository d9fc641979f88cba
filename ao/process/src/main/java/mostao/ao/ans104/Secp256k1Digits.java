package mostao.ao.ans104;

import java.math.BigInteger;

/**
 * A factor below the order n in the form in which points are multiplied by it: k = a + b·λ modulo n
 * with a and b of half the length, where λ times a point only multiplies its x by β; and each half
 * in signed odd digits, few of which are not 0 (wNAF).
 */
final class Secp256k1Digits {
  /** Digits of a half, the last one included that a carry may reach. */
  static final int LENGTH = 131;

  /** A cube root of 1 modulo p: λ·(x, y) = (β·x, y). */
  static final BigInteger BETA =
      new BigInteger("7ae96a2b657c07106e64479eac3434e99cf0497512f58995c1396c28719501ee", 16);

  /** The cube root of 1 modulo n that goes with β. */
  static final BigInteger LAMBDA =
      new BigInteger("5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72", 16);

  private static final BigInteger N = Secp256k1.N;

  // Two short vectors (a, b) with a + b·λ = 0 modulo n: (A1, -B1) and (A2, A1).
  private static final BigInteger A1 = new BigInteger("3086d221a7d46bcde86c90e49284eb15", 16);
  private static final BigInteger B1 = new BigInteger("e4437ed6010e88286f547fa90abfe4c3", 16);
  private static final BigInteger A2 = new BigInteger("114ca50f7a8e2f3f657c1108d9d44cfd8", 16);

  // A quotient by n as a product and a shift; it may be one off, which only makes a half longer.
  private static final int SHIFT = 384;
  private static final BigInteger ROUND = BigInteger.ONE.shiftLeft(SHIFT - 1);
  private static final BigInteger A1_BY_N = A1.shiftLeft(SHIFT).divide(N);
  private static final BigInteger B1_BY_N = B1.shiftLeft(SHIFT).divide(N);

  private Secp256k1Digits() {}

  /**
   * The two halves, each of less than 130 bits.
   *
   * @param k from 0 to n less 1
   */
  static BigInteger[] halves(BigInteger k) {
    BigInteger c1 = k.multiply(A1_BY_N).add(ROUND).shiftRight(SHIFT);
    BigInteger c2 = k.multiply(B1_BY_N).add(ROUND).shiftRight(SHIFT);
    return new BigInteger[] {
      k.subtract(c1.multiply(A1)).subtract(c2.multiply(A2)),
      c1.multiply(B1).subtract(c2.multiply(A1))
    };
  }

  /**
   * The digits of a half: 0, or odd and between -2^(width-1) and 2^(width-1); after one that is not
   * 0 at least width - 1 follow that are.
   *
   * @param half of less than 130 bits, with its sign
   * @param width from 2 to 12
   */
  static short[] of(BigInteger half, int width) {
    BigInteger positive = half.abs();
    int sign = half.signum();
    long[] words = {
      positive.longValue(),
      positive.shiftRight(64).longValue(),
      positive.shiftRight(128).longValue()
    };
    short[] digits = new short[LENGTH];
    int carry = 0;
    int at = 0;
    while (at < LENGTH) {
      if (bits(words, at, 1) == carry) {
        at++;
        continue;
      }
      int digit = bits(words, at, width) + carry;
      carry = digit >> width - 1;
      digits[at] = (short) (sign * (digit - (carry << width)));
      at += width;
    }
    return digits;
  }

  private static int bits(long[] words, int at, int count) {
    int word = at >> 6;
    int shift = at & 63;
    long bits = words[word] >>> shift;
    if (shift + count > 64 && word + 1 < words.length) {
      bits |= words[word + 1] << 64 - shift;
    }
    return (int) bits & (1 << count) - 1;
  }
}
