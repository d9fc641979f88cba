package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;

/** Our own arithmetic of secp256k1 says what Bouncy Castle says. */
class Secp256k1Test {
  private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
  private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
  private static final ECPoint G = CURVE.getG();
  private static final BigInteger N = CURVE.getN();
  private static final BigInteger P = CURVE.getCurve().getField().getCharacteristic();
  private static final BigInteger ONE = BigInteger.ONE;
  private static final BigInteger LAMBDA = Secp256k1Digits.LAMBDA;
  private static final int TRIES = 3000;

  private final Random random = new Random(104);

  @Test
  void numbersModuloP() {
    List<BigInteger> values = new ArrayList<>(edges(P));
    for (int i = 0; i < 40; i++) {
      values.add(below(P));
    }
    for (BigInteger a : values) {
      assertThat(element(a).value()).isEqualTo(a);
      assertThat(element(a).half().scale(2).value()).isEqualTo(a);
      assertThat(element(a).isZero()).isEqualTo(a.signum() == 0);
      assertThat(new Secp256k1Element().square(element(a)).value()).isEqualTo(a.multiply(a).mod(P));
      for (BigInteger b : values) {
        assertThat(new Secp256k1Element().multiply(element(a), element(b)).value())
            .isEqualTo(a.multiply(b).mod(P));
        assertThat(element(a).add(element(b)).carry().value()).isEqualTo(a.add(b).mod(P));
        assertThat(element(a).subtract(element(b)).carry().value()).isEqualTo(a.subtract(b).mod(P));
        assertThat(element(a).subtract(element(b)).isZero()).isEqualTo(a.equals(b));
        assertThat(element(a).add(element(P.subtract(b).mod(P))).isZero()).isEqualTo(a.equals(b));
      }
    }
  }

  /** Factors as large as they may be, of both signs, with all bits of the limbs set too. */
  @Test
  void factorsOfTheGreatestMagnitude() {
    List<BigInteger> values = new ArrayList<>(edges(P));
    for (int i = 0; i < 40; i++) {
      values.add(below(P));
    }
    for (BigInteger a : values) {
      for (BigInteger b : values) {
        for (int scale : new int[] {16, -16, 15, -1}) {
          BigInteger due = a.multiply(b).multiply(BigInteger.valueOf(scale * 16L)).mod(P);
          Secp256k1Element product = new Secp256k1Element();
          product.multiply(element(a).scale(scale), element(b).scale(16));
          assertThat(product.value()).isEqualTo(due);
          assertThat(product.subtract(element(due)).isZero()).isTrue();
        }
      }
      Secp256k1Element negative = element(a).scale(-16);
      BigInteger square = a.multiply(a).multiply(BigInteger.valueOf(256)).mod(P);
      assertThat(new Secp256k1Element().square(negative).value()).isEqualTo(square);
      assertThat(negative.scale(2).carry().value())
          .isEqualTo(a.multiply(BigInteger.valueOf(-32)).mod(P));
      assertThat(negative.half().value()).isEqualTo(a.multiply(BigInteger.valueOf(-16)).mod(P));
    }
  }

  @Test
  void inversesAndRootsModuloP() {
    List<BigInteger> values = new ArrayList<>(edges(P));
    for (int i = 0; i < 300; i++) {
      values.add(below(P));
    }
    for (BigInteger a : values) {
      if (a.signum() != 0) {
        assertThat(element(a).inverse().value()).isEqualTo(a.modInverse(P));
      }
      BigInteger square = a.multiply(a).mod(P);
      assertThat(element(square).root().value()).isIn(a, P.subtract(a).mod(P));
    }
  }

  @Test
  void halvesAndDigitsGiveTheFactor() {
    List<BigInteger> factors = new ArrayList<>(edges(N));
    for (int i = 0; i < TRIES; i++) {
      factors.add(below(N));
    }
    for (BigInteger k : factors) {
      BigInteger[] halves = Secp256k1Digits.halves(k);
      assertThat(halves[1].multiply(LAMBDA).add(halves[0]).mod(N)).isEqualTo(k);
      for (BigInteger half : halves) {
        assertThat(half.bitLength()).isLessThan(130);
        for (int width : new int[] {2, 5, 10}) {
          assertDigits(half, width);
        }
      }
    }
    BigInteger longest = ONE.shiftLeft(130).subtract(ONE);
    for (BigInteger half : List.of(longest, longest.negate(), ONE.shiftLeft(129))) {
      for (int width = 2; width <= 12; width++) {
        assertDigits(half, width);
      }
    }
  }

  private static void assertDigits(BigInteger half, int width) {
    short[] digits = Secp256k1Digits.of(half, width);
    BigInteger sum = BigInteger.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      sum = sum.shiftLeft(1).add(BigInteger.valueOf(digits[i]));
      boolean isDigit = digits[i] == 0 || (digits[i] & 1) == 1;
      assertThat(isDigit && Math.abs(digits[i]) < 1 << width - 1).isTrue();
    }
    assertThat(sum).isEqualTo(half);
  }

  @Test
  void sumsOfTwoMultiples() {
    for (int i = 0; i < TRIES; i++) {
      assertSum(below(N), below(N), G.multiply(below(N)).normalize());
    }
  }

  /**
   * Factors of 0, 1 and what makes a half 0, with G, its negative and its multiples by λ as the
   * other point: sums that are infinite on the way or at the end, and sums of equals.
   */
  @Test
  void sumsAtTheEdges() {
    List<ECPoint> points = new ArrayList<>();
    for (BigInteger k : List.of(ONE, BigInteger.TWO, BigInteger.valueOf(15), LAMBDA)) {
      points.add(G.multiply(k).normalize());
      points.add(G.multiply(k).negate().normalize());
    }
    points.add(G.multiply(BigInteger.TWO.modInverse(N)).normalize());
    for (ECPoint q : points) {
      for (BigInteger u : edges(N)) {
        for (BigInteger v : edges(N)) {
          assertSum(u, v, q);
        }
      }
    }
    for (int i = 0; i < 200; i++) {
      BigInteger k = below(N);
      BigInteger d = below(N).max(ONE);
      ECPoint q = G.multiply(d).normalize();
      assertSum(N.subtract(k.multiply(d).mod(N)).mod(N), k, q);
      assertSum(k.multiply(d).mod(N), k, q);
    }
  }

  private static void assertSum(BigInteger u, BigInteger v, ECPoint q) {
    ECPoint due = ECAlgorithms.sumOfTwoMultiplies(G, u, q, v).normalize();
    Secp256k1Point point =
        Secp256k1Point.of(q.getAffineXCoord().toBigInteger(), q.getAffineYCoord().toBigInteger())
            .orElseThrow();
    Optional<Secp256k1Point> sum = Secp256k1Sum.of(u, v, point);
    assertThat(sum)
        .as("%s G + %s %s", u, v, q)
        .isEqualTo(
            due.isInfinity()
                ? Optional.empty()
                : Optional.of(
                    new Secp256k1Point(
                        due.getAffineXCoord().toBigInteger(),
                        due.getAffineYCoord().toBigInteger())));
  }

  @Test
  void pointsAreThoseOfTheCurve() {
    List<BigInteger> xs = new ArrayList<>(edges(P));
    for (int i = 0; i < 300; i++) {
      xs.add(below(P));
    }
    for (BigInteger x : xs) {
      for (boolean odd : new boolean[] {false, true}) {
        byte[] compressed = new byte[33];
        compressed[0] = (byte) (odd ? 3 : 2);
        BigIntegers.asUnsignedByteArray(x, compressed, 1, 32);
        Optional<byte[]> due = decoded(compressed);
        assertThat(Secp256k1Point.of(x, odd).map(Secp256k1Test::encoded).map(BigInteger::new))
            .isEqualTo(due.map(BigInteger::new));
        due.ifPresent(this::assertKeyAndItsNeighbours);
      }
    }
    BigInteger all = ONE.shiftLeft(256).subtract(ONE);
    for (BigInteger x : List.of(BigInteger.ZERO, ONE, P, P.add(ONE), all)) {
      for (BigInteger y : List.of(BigInteger.ZERO, ONE, P, P.add(ONE), all)) {
        assertKey(x, y);
      }
    }
    // The curve's point with x = 1, its coordinates once more with p added.
    Secp256k1Point one = Secp256k1Point.of(ONE, true).orElseThrow();
    assertKey(one.x(), one.y());
    assertThat(Secp256k1Point.of(one.x().add(P), one.y())).isEmpty();
    assertThat(Secp256k1Point.of(one.x(), one.y().add(P))).isEmpty();
    assertThat(Secp256k1Point.of(one.x(), one.y().negate())).isEmpty();
    assertThat(Secp256k1Point.of(one.x().negate(), one.y())).isEmpty();
  }

  private void assertKeyAndItsNeighbours(byte[] key) {
    BigInteger x = new BigInteger(1, key, 1, 32);
    BigInteger y = new BigInteger(1, key, 33, 32);
    assertKey(x, y);
    assertKey(x, P.subtract(y));
    assertKey(x.flipBit(random.nextInt(256)), y);
    assertKey(x, y.flipBit(random.nextInt(256)));
  }

  private static void assertKey(BigInteger x, BigInteger y) {
    byte[] key = new byte[65];
    key[0] = 4;
    BigIntegers.asUnsignedByteArray(x, key, 1, 32);
    BigIntegers.asUnsignedByteArray(y, key, 33, 32);
    assertThat(Secp256k1Point.of(x, y).map(Secp256k1Test::encoded).map(BigInteger::new))
        .isEqualTo(decoded(key).map(BigInteger::new));
  }

  /** Signatures as they are made, and with a part exchanged: for each, what Bouncy Castle says. */
  @Test
  void signaturesAreThoseOfBouncyCastle() {
    int accepted = 0;
    for (int i = 0; i < TRIES / 3; i++) {
      BigInteger secret = below(N).max(ONE);
      byte[] key = Secp256k1.publicKey(secret);
      byte[] digest = new byte[32];
      random.nextBytes(digest);
      byte[] signature = Secp256k1.sign(secret, digest);
      assertThat(assertVerdict(signature, digest, key)).isTrue();
      byte[] otherParity = signature.clone();
      otherParity[64] ^= 27 ^ 28;
      assertThat(assertVerdict(otherParity, digest, key)).isFalse();
      byte[] high = signature.clone();
      BigIntegers.asUnsignedByteArray(
          N.subtract(new BigInteger(1, signature, 32, 32)), high, 32, 32);
      high[64] ^= 27 ^ 28;
      assertThat(Secp256k1.read(high).isOk()).isFalse();
      for (byte[] part : List.of(signature, digest, key)) {
        int at = random.nextInt(part.length);
        byte before = part[at];
        part[at] ^= (byte) (1 << random.nextInt(8));
        accepted += assertVerdict(signature, digest, key) ? 1 : 0;
        part[at] = before;
      }
    }
    assertThat(accepted).isZero();
  }

  /** Signatures that hold by construction, at the edges of digest, r, s and key. */
  @Test
  void signaturesAtTheEdges() {
    List<BigInteger> digests = List.of(BigInteger.ZERO, ONE, N.subtract(ONE), N, N.add(ONE));
    List<BigInteger> keys = List.of(ONE, BigInteger.TWO, LAMBDA, N.subtract(ONE), below(N));
    for (BigInteger e : digests) {
      byte[] digest = BigIntegers.asUnsignedByteArray(32, e);
      for (BigInteger d : keys) {
        byte[] key = Secp256k1.publicKey(d);
        for (BigInteger k : keys) {
          ECPoint nonce = G.multiply(k).normalize();
          BigInteger r = nonce.getAffineXCoord().toBigInteger();
          BigInteger s = k.modInverse(N).multiply(e.add(d.multiply(r))).mod(N);
          if (s.signum() == 0 || s.compareTo(N.shiftRight(1)) > 0) {
            s = N.subtract(s).mod(N);
          }
          for (BigInteger oneOfThese : List.of(s, ONE, N.shiftRight(1))) {
            for (int v : new int[] {27, 28}) {
              assertVerdict(signature(r, oneOfThese, v), digest, key);
            }
          }
        }
      }
    }
  }

  /**
   * A nonce point whose x is at or above the order: r is x less the order, which ECDSA takes, and
   * recovery by a v of 27 or 28 doesn't.
   */
  @Test
  void anXAboveTheOrderIsRefused() {
    int points = 0;
    BigInteger x = N;
    while (points < 4) {
      x = x.add(ONE);
      Optional<Secp256k1Point> nonce = Secp256k1Point.of(x, true);
      if (nonce.isPresent()) {
        points++;
        // With s = 1 and e = 0 the key is nonce / r.
        BigInteger r = x.subtract(N);
        ECPoint point = CURVE.getCurve().createPoint(x, nonce.get().y());
        byte[] key = point.multiply(r.modInverse(N)).normalize().getEncoded(false);
        byte[] digest = new byte[32];
        assertThat(holds(r, ONE, digest, key)).isTrue();
        for (int v : new int[] {27, 28}) {
          assertThat(assertVerdict(signature(r, ONE, v), digest, key)).isFalse();
        }
      }
    }
  }

  /** With e = k·s the key would be the point at infinity, of which there is none. */
  @Test
  void aSignatureOfNoKeyIsRefused() {
    for (int i = 0; i < 50; i++) {
      BigInteger k = i == 0 ? ONE : below(N).max(ONE);
      BigInteger s = below(N.shiftRight(1)).max(ONE);
      ECPoint nonce = G.multiply(k).normalize();
      byte[] digest = BigIntegers.asUnsignedByteArray(32, k.multiply(s).mod(N));
      int v = nonce.getAffineYCoord().testBitZero() ? 28 : 27;
      byte[] signature = signature(nonce.getAffineXCoord().toBigInteger(), s, v);
      assertThat(Secp256k1.recover(Secp256k1.read(signature).orThrow(), digest)).isEmpty();
      assertThat(assertVerdict(signature, digest, Secp256k1.publicKey(k))).isFalse();
    }
  }

  /** Whether it is accepted; asserts that verification, recovery and Bouncy Castle agree on it. */
  private static boolean assertVerdict(byte[] signature, byte[] digest, byte[] key) {
    Reading<Secp256k1.Signature> read = Secp256k1.read(signature);
    if (!read.isOk()) {
      return false;
    }
    Secp256k1.Signature parts = read.orThrow();
    Optional<byte[]> recovered = recovered(parts, digest);
    assertThat(Secp256k1.recover(parts, digest).map(BigInteger::new))
        .isEqualTo(recovered.map(BigInteger::new));
    boolean accepted = Secp256k1.mismatch(parts, digest, key).isEmpty();
    assertThat(accepted)
        .isEqualTo(recovered.filter(point -> Arrays.equals(point, key)).isPresent());
    if (accepted) {
      assertThat(holds(parts.r(), parts.s(), digest, key)).isTrue();
    }
    return accepted;
  }

  private static boolean holds(BigInteger r, BigInteger s, byte[] digest, byte[] key) {
    ECDSASigner judge = new ECDSASigner();
    judge.init(false, new ECPublicKeyParameters(CURVE.getCurve().decodePoint(key), DOMAIN));
    return judge.verifySignature(digest, r, s);
  }

  private static Optional<byte[]> recovered(Secp256k1.Signature signature, byte[] digest) {
    byte[] compressed = new byte[33];
    compressed[0] = (byte) (signature.odd() ? 3 : 2);
    BigIntegers.asUnsignedByteArray(signature.r(), compressed, 1, 32);
    return decoded(compressed)
        .map(CURVE.getCurve()::decodePoint)
        .map(
            nonce -> {
              BigInteger inverse = signature.r().modInverse(N);
              BigInteger e = new BigInteger(1, digest);
              return nonce
                  .multiply(signature.s().multiply(inverse).mod(N))
                  .subtract(G.multiply(e.multiply(inverse).mod(N)))
                  .normalize();
            })
        .filter(point -> !point.isInfinity())
        .map(point -> point.getEncoded(false));
  }

  private static Optional<byte[]> decoded(byte[] point) {
    try {
      return Optional.of(CURVE.getCurve().decodePoint(point).getEncoded(false));
    } catch (IllegalArgumentException notAPoint) {
      return Optional.empty();
    }
  }

  private static byte[] encoded(Secp256k1Point point) {
    return CURVE.getCurve().createPoint(point.x(), point.y()).getEncoded(false);
  }

  private static byte[] signature(BigInteger r, BigInteger s, int v) {
    byte[] signature = new byte[65];
    BigIntegers.asUnsignedByteArray(r, signature, 0, 32);
    BigIntegers.asUnsignedByteArray(s, signature, 32, 32);
    signature[64] = (byte) v;
    return signature;
  }

  private static List<BigInteger> edges(BigInteger modulus) {
    List<BigInteger> edges = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      edges.add(BigInteger.valueOf(i));
      edges.add(modulus.subtract(BigInteger.valueOf(i + 1)));
    }
    for (int limb = 1; limb <= 4; limb++) {
      edges.add(ONE.shiftLeft(52 * limb));
      edges.add(ONE.shiftLeft(52 * limb).subtract(ONE));
    }
    edges.add(ONE.shiftLeft(128));
    edges.add(modulus.shiftRight(1));
    edges.add(LAMBDA);
    edges.add(N.subtract(LAMBDA));
    edges.add(LAMBDA.add(ONE));
    return edges;
  }

  private BigInteger below(BigInteger modulus) {
    return new BigInteger(320, random).mod(modulus);
  }

  private static Secp256k1Element element(BigInteger value) {
    return Secp256k1Element.of(value);
  }
}
