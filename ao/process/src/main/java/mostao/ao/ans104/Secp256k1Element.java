package mostao.ao.ans104;

import java.math.BigInteger;
import org.bouncycastle.util.BigIntegers;

/**
 * A number modulo p, the prime of secp256k1's coordinates, for public values alone: its branches
 * and times depend on the value. Mutable, so that a verification allocates little; for one thread.
 *
 * <p>The value is n0 + n1·2^52 + n2·2^104 + n3·2^156 + n4·2^208, and limbs may be negative. A
 * number is <i>tight</i> when n0 to n3 are in [0, 2^52) and n4 is in [-2^12, 2^48 + 2^12]; products
 * and what {@link #carry} leaves are. The sum or difference of numbers adds their
 * <i>magnitudes</i>, a tight one has magnitude 1, and a factor may have at most 16: then no column
 * of a product reaches 2^63.
 */
final class Secp256k1Element {
  static final BigInteger P =
      BigInteger.ONE.shiftLeft(256).subtract(BigInteger.valueOf(0x1000003D1L));

  private static final int LIMB = 52;
  private static final int TOP = 48;
  private static final long MASK = (1L << LIMB) - 1;
  private static final long TOP_MASK = (1L << TOP) - 1;
  // 2^256 and 2^260 modulo p.
  private static final long FOLD = 0x1000003D1L;
  private static final long LIMB_FOLD = FOLD << 4;
  private static final long P0 = MASK + 1 - FOLD;
  // A product of factors that are 2^6 too large has what is above a limb in its upper 64 bits.
  private static final int SCALE = 6;

  private long n0;
  private long n1;
  private long n2;
  private long n3;
  private long n4;

  static Secp256k1Element of(long small) {
    Secp256k1Element element = new Secp256k1Element();
    element.n0 = small;
    return element;
  }

  /**
   * @param value from 0 to p less 1
   */
  static Secp256k1Element of(BigInteger value) {
    Secp256k1Element element = new Secp256k1Element();
    element.n0 = value.longValue() & MASK;
    element.n1 = value.shiftRight(LIMB).longValue() & MASK;
    element.n2 = value.shiftRight(2 * LIMB).longValue() & MASK;
    element.n3 = value.shiftRight(3 * LIMB).longValue() & MASK;
    element.n4 = value.shiftRight(4 * LIMB).longValue();
    return element;
  }

  Secp256k1Element copy() {
    return new Secp256k1Element().set(this);
  }

  Secp256k1Element set(Secp256k1Element a) {
    n0 = a.n0;
    n1 = a.n1;
    n2 = a.n2;
    n3 = a.n3;
    n4 = a.n4;
    return this;
  }

  /** The value from 0 to p less 1. */
  BigInteger value() {
    BigInteger value = BigInteger.valueOf(n4);
    for (long limb : new long[] {n3, n2, n1, n0}) {
      value = value.shiftLeft(LIMB).add(BigInteger.valueOf(limb));
    }
    return value.mod(P);
  }

  /** This + a. */
  Secp256k1Element add(Secp256k1Element a) {
    n0 += a.n0;
    n1 += a.n1;
    n2 += a.n2;
    n3 += a.n3;
    n4 += a.n4;
    return this;
  }

  /** This - a. */
  Secp256k1Element subtract(Secp256k1Element a) {
    n0 -= a.n0;
    n1 -= a.n1;
    n2 -= a.n2;
    n3 -= a.n3;
    n4 -= a.n4;
    return this;
  }

  /** This · factor, and so the magnitude. */
  Secp256k1Element scale(int factor) {
    n0 *= factor;
    n1 *= factor;
    n2 *= factor;
    n3 *= factor;
    n4 *= factor;
    return this;
  }

  /** Half of this; the magnitude is half as well, and one more. */
  Secp256k1Element half() {
    long odd = -(n0 & 1);
    long m0 = n0 + (P0 & odd);
    long m1 = n1 + (MASK & odd);
    long m2 = n2 + (MASK & odd);
    long m3 = n3 + (MASK & odd);
    long m4 = n4 + (TOP_MASK & odd);
    n0 = (m0 >> 1) + ((m1 & 1) << LIMB - 1);
    n1 = (m1 >> 1) + ((m2 & 1) << LIMB - 1);
    n2 = (m2 >> 1) + ((m3 & 1) << LIMB - 1);
    n3 = (m3 >> 1) + ((m4 & 1) << LIMB - 1);
    n4 = m4 >> 1;
    return this;
  }

  /** The same value, tight, from a magnitude of at most 32. */
  Secp256k1Element carry() {
    long m0 = n0 + (n4 >> TOP) * FOLD;
    long m1 = n1 + (m0 >> LIMB);
    long m2 = n2 + (m1 >> LIMB);
    long m3 = n3 + (m2 >> LIMB);
    n0 = m0 & MASK;
    n1 = m1 & MASK;
    n2 = m2 & MASK;
    n3 = m3 & MASK;
    n4 = (n4 & TOP_MASK) + (m3 >> LIMB);
    return this;
  }

  /** Whether this is 0 modulo p; leaves it tight. A tight number has two forms of 0: 0 and p. */
  boolean isZero() {
    carry();
    return (n0 | n1 | n2 | n3 | n4) == 0 || n0 == P0 && (n1 & n2 & n3) == MASK && n4 == TOP_MASK;
  }

  /** This = a · b; either may be this. */
  Secp256k1Element multiply(Secp256k1Element a, Secp256k1Element b) {
    long a0 = a.n0;
    long a1 = a.n1;
    long a2 = a.n2;
    long a3 = a.n3;
    long a4 = a.n4;
    long b0 = b.n0;
    long b1 = b.n1;
    long b2 = b.n2;
    long b3 = b.n3;
    long b4 = b.n4;
    // Of each column the lower 64 bits, in which carries out of 52 bits are missing ...
    long l0 = a0 * b0;
    long l1 = a0 * b1 + a1 * b0;
    long l2 = a0 * b2 + a1 * b1 + a2 * b0;
    long l3 = a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0;
    long l4 = a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0;
    long l5 = a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1;
    long l6 = a2 * b4 + a3 * b3 + a4 * b2;
    long l7 = a3 * b4 + a4 * b3;
    long l8 = a4 * b4;
    a0 <<= SCALE;
    a1 <<= SCALE;
    a2 <<= SCALE;
    a3 <<= SCALE;
    a4 <<= SCALE;
    b0 <<= SCALE;
    b1 <<= SCALE;
    b2 <<= SCALE;
    b3 <<= SCALE;
    b4 <<= SCALE;
    // ... and these carries.
    long h0 = high(a0, b0);
    long h1 = high(a0, b1) + high(a1, b0);
    long h2 = high(a0, b2) + high(a1, b1) + high(a2, b0);
    long h3 = high(a0, b3) + high(a1, b2) + high(a2, b1) + high(a3, b0);
    long h4 = high(a0, b4) + high(a1, b3) + high(a2, b2) + high(a3, b1) + high(a4, b0);
    long h5 = high(a1, b4) + high(a2, b3) + high(a3, b2) + high(a4, b1);
    long h6 = high(a2, b4) + high(a3, b3) + high(a4, b2);
    long h7 = high(a3, b4) + high(a4, b3);
    long h8 = high(a4, b4);
    return reduce(
        l0 - (h0 << LIMB),
        l1 - (h1 << LIMB) + h0,
        l2 - (h2 << LIMB) + h1,
        l3 - (h3 << LIMB) + h2,
        l4 - (h4 << LIMB) + h3,
        l5 - (h5 << LIMB) + h4,
        l6 - (h6 << LIMB) + h5,
        l7 - (h7 << LIMB) + h6,
        l8 - (h8 << LIMB) + h7,
        h8);
  }

  /** This = a · a; may be this. As {@link #multiply}, with equal products once. */
  Secp256k1Element square(Secp256k1Element a) {
    long a0 = a.n0;
    long a1 = a.n1;
    long a2 = a.n2;
    long a3 = a.n3;
    long a4 = a.n4;
    long l0 = a0 * a0;
    long l1 = a0 * a1 << 1;
    long l2 = (a0 * a2 << 1) + a1 * a1;
    long l3 = a0 * a3 + a1 * a2 << 1;
    long l4 = (a0 * a4 + a1 * a3 << 1) + a2 * a2;
    long l5 = a1 * a4 + a2 * a3 << 1;
    long l6 = (a2 * a4 << 1) + a3 * a3;
    long l7 = a3 * a4 << 1;
    long l8 = a4 * a4;
    a0 <<= SCALE;
    a1 <<= SCALE;
    a2 <<= SCALE;
    a3 <<= SCALE;
    a4 <<= SCALE;
    long h0 = high(a0, a0);
    long h1 = high(a0, a1) << 1;
    long h2 = (high(a0, a2) << 1) + high(a1, a1);
    long h3 = high(a0, a3) + high(a1, a2) << 1;
    long h4 = (high(a0, a4) + high(a1, a3) << 1) + high(a2, a2);
    long h5 = high(a1, a4) + high(a2, a3) << 1;
    long h6 = (high(a2, a4) << 1) + high(a3, a3);
    long h7 = high(a3, a4) << 1;
    long h8 = high(a4, a4);
    return reduce(
        l0 - (h0 << LIMB),
        l1 - (h1 << LIMB) + h0,
        l2 - (h2 << LIMB) + h1,
        l3 - (h3 << LIMB) + h2,
        l4 - (h4 << LIMB) + h3,
        l5 - (h5 << LIMB) + h4,
        l6 - (h6 << LIMB) + h5,
        l7 - (h7 << LIMB) + h6,
        l8 - (h8 << LIMB) + h7,
        h8);
  }

  private static long high(long a, long b) {
    return Math.multiplyHigh(a, b);
  }

  // Ten columns to five: what is at 2^260 and above is worth LIMB_FOLD, what is left above 2^256
  // FOLD, and one pass of carries makes the rest tight.
  private Secp256k1Element reduce(
      long d0, long d1, long d2, long d3, long d4, long d5, long d6, long d7, long d8, long d9) {
    long h5 = high(d5, LIMB_FOLD << 12);
    long h6 = high(d6, LIMB_FOLD << 12);
    long h7 = high(d7, LIMB_FOLD << 12);
    long h8 = high(d8, LIMB_FOLD << 12);
    long h9 = high(d9, LIMB_FOLD << 12);
    long e4 = d4 + d9 * LIMB_FOLD - (h9 << LIMB) + h8;
    long top = (e4 >> TOP) + (h9 << LIMB - TOP);
    // top · FOLD in two limbs: FOLD is 2^32 and 0x3D1.
    long e0 = d0 + d5 * LIMB_FOLD - (h5 << LIMB) + top * 0x3D1L + ((top & 0xFFFFF) << 32);
    long e1 = d1 + d6 * LIMB_FOLD - (h6 << LIMB) + h5 + (top >> 20) + (e0 >> LIMB);
    long e2 = d2 + d7 * LIMB_FOLD - (h7 << LIMB) + h6 + (e1 >> LIMB);
    long e3 = d3 + d8 * LIMB_FOLD - (h8 << LIMB) + h7 + (e2 >> LIMB);
    n0 = e0 & MASK;
    n1 = e1 & MASK;
    n2 = e2 & MASK;
    n3 = e3 & MASK;
    n4 = (e4 & TOP_MASK) + (e3 >> LIMB);
    return this;
  }

  /** 1 / this, of what isn't 0 modulo p. */
  Secp256k1Element inverse() {
    return of(BigIntegers.modOddInverseVar(P, value()));
  }

  /**
   * A number whose square is this, if there is one: this to the power of (p + 1) / 4. Otherwise the
   * square of what is returned is the negative of this.
   */
  Secp256k1Element root() {
    // In binary the exponent is 223 ones, 0, 22 ones, 0000, 11, 00; xN is this to N ones.
    Secp256k1Element x2 = then(1, this);
    Secp256k1Element x3 = x2.then(1, this);
    Secp256k1Element x9 = x3.then(3, x3).then(3, x3);
    Secp256k1Element x11 = x9.then(2, x2);
    Secp256k1Element x22 = x11.then(11, x11);
    Secp256k1Element x44 = x22.then(22, x22);
    Secp256k1Element x88 = x44.then(44, x44);
    Secp256k1Element x223 = x88.then(88, x88).then(44, x44).then(3, x3);
    Secp256k1Element root = x223.then(23, x22).then(6, x2);
    return root.square(root).square(root);
  }

  /** This, squared so many times, by the factor; a number of its own. */
  private Secp256k1Element then(int squarings, Secp256k1Element factor) {
    Secp256k1Element power = copy();
    for (int i = 0; i < squarings; i++) {
      power.square(power);
    }
    return power.multiply(power, factor);
  }
}
