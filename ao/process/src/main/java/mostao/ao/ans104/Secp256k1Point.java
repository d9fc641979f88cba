package mostao.ao.ans104;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point of secp256k1 by its coordinates, which are on the curve.
 *
 * @param x from 0 to p less 1
 * @param y from 1 to p less 1
 */
record Secp256k1Point(BigInteger x, BigInteger y) {
  private static final BigInteger P = Secp256k1Element.P;
  private static final Secp256k1Element SEVEN = Secp256k1Element.of(7);

  /** The point with these coordinates, of any size, if it is on the curve. */
  static Optional<Secp256k1Point> of(BigInteger x, BigInteger y) {
    if (x.signum() < 0 || x.compareTo(P) >= 0 || y.signum() < 0 || y.compareTo(P) >= 0) {
      return Optional.empty();
    }
    Secp256k1Element square = Secp256k1Element.of(y);
    square.square(square);
    return square.subtract(cubic(x)).isZero()
        ? Optional.of(new Secp256k1Point(x, y))
        : Optional.empty();
  }

  /** The point with this x, below p, and a y of this parity, if there is one. */
  static Optional<Secp256k1Point> of(BigInteger x, boolean odd) {
    Secp256k1Element cubic = cubic(x);
    Secp256k1Element root = cubic.root();
    Secp256k1Element square = root.copy();
    if (!square.square(square).subtract(cubic).isZero()) {
      return Optional.empty();
    }
    // There is none with y = 0: the order of the curve is odd.
    BigInteger y = root.value();
    return Optional.of(new Secp256k1Point(x, y.testBit(0) == odd ? y : P.subtract(y)));
  }

  // x^3 + 7
  private static Secp256k1Element cubic(BigInteger x) {
    Secp256k1Element a = Secp256k1Element.of(x);
    Secp256k1Element cube = a.copy().square(a);
    return cube.multiply(cube, a).add(SEVEN);
  }
}
