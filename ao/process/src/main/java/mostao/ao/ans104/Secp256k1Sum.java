package mostao.ao.ans104;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A point in Jacobian coordinates that is added to: (X / Z^2, Y / Z^3). Computes u·G + v·Q for
 * public values alone, in time that depends on them.
 *
 * <p>The odd multiples of Q are brought to a common Z without an inversion. With Z left out they
 * are points of another curve y^2 = x^3 + b, which formulas without b don't notice; so the sum is
 * made there, and its Z multiplied by the common one at the end.
 */
final class Secp256k1Sum {
  private static final int G_WIDTH = 10;
  private static final int Q_WIDTH = 5;
  private static final Secp256k1Element ONE = Secp256k1Element.of(1);
  private static final Secp256k1Element BETA = Secp256k1Element.of(Secp256k1Digits.BETA);
  private static final Table G = Table.of(Secp256k1.GENERATOR, 1 << G_WIDTH - 2).normalized();

  private final Secp256k1Element x = new Secp256k1Element();
  private final Secp256k1Element y = new Secp256k1Element();
  private final Secp256k1Element z = new Secp256k1Element();
  private boolean infinite = true;

  // What one step needs.
  private final Secp256k1Element t0 = new Secp256k1Element();
  private final Secp256k1Element t1 = new Secp256k1Element();
  private final Secp256k1Element t2 = new Secp256k1Element();
  private final Secp256k1Element t3 = new Secp256k1Element();
  private final Secp256k1Element t4 = new Secp256k1Element();
  private final Secp256k1Element h = new Secp256k1Element();

  private Secp256k1Sum() {}

  /**
   * u·G + v·Q, if it isn't the point at infinity.
   *
   * @param u from 0 to n less 1
   * @param v from 0 to n less 1
   */
  static Optional<Secp256k1Point> of(BigInteger u, BigInteger v, Secp256k1Point q) {
    Secp256k1Sum sum = new Secp256k1Sum();
    Table table = Table.of(q, 1 << Q_WIDTH - 2);
    BigInteger[] us = Secp256k1Digits.halves(u);
    BigInteger[] vs = Secp256k1Digits.halves(v);
    short[] u0 = Secp256k1Digits.of(us[0], G_WIDTH);
    short[] u1 = Secp256k1Digits.of(us[1], G_WIDTH);
    short[] v0 = Secp256k1Digits.of(vs[0], Q_WIDTH);
    short[] v1 = Secp256k1Digits.of(vs[1], Q_WIDTH);
    for (int i = Secp256k1Digits.LENGTH - 1; i >= 0; i--) {
      sum.twice();
      sum.add(table.x, table.y, v0[i], ONE);
      sum.add(table.lambdaX, table.y, v1[i], ONE);
      sum.add(G.x, G.y, u0[i], table.z);
      sum.add(G.lambdaX, G.y, u1[i], table.z);
    }
    sum.z.multiply(sum.z, table.z);
    return sum.point();
  }

  private Optional<Secp256k1Point> point() {
    if (infinite) {
      return Optional.empty();
    }
    Secp256k1Element inverse = z.inverse();
    t0.square(inverse);
    t1.multiply(t0, inverse);
    return Optional.of(new Secp256k1Point(t0.multiply(t0, x).value(), t1.multiply(t1, y).value()));
  }

  // With L = 3/2·X^2, S = Y^2, T = -X·S: X' = L^2 + 2T, Y' = -(L·(X' + T) + S^2), Z' = Y·Z. There
  // is no point with y = 0. The magnitude of X is at most 4, that of Y at most 2.
  private void twice() {
    if (infinite) {
      return;
    }
    z.multiply(z, y);
    t0.square(x).scale(3).half();
    t1.square(y);
    t2.multiply(t1, x).scale(-1);
    x.square(t0).add(t2).add(t2);
    t3.set(x).add(t2);
    y.multiply(t0, t3);
    y.add(t1.square(t1)).scale(-1);
  }

  /**
   * Adds a digit's multiple from a table.
   *
   * @param digit 0, or odd; a negative one takes the negative of the table's point
   * @param scale the Z of this sum's curve by that of the table's points: this sum times it has the
   *     Z of their curve
   */
  private void add(
      Secp256k1Element[] xs, Secp256k1Element[] ys, int digit, Secp256k1Element scale) {
    if (digit != 0) {
      int index = Math.abs(digit) >> 1;
      add(xs[index], ys[index], digit < 0, scale);
    }
  }

  private void add(
      Secp256k1Element x2, Secp256k1Element y2, boolean negative, Secp256k1Element scale) {
    if (infinite) {
      infinite = false;
      z.set(ONE);
      t0.square(scale);
      x.multiply(x2, t0);
      y.multiply(t0.multiply(t0, scale), y2).scale(negative ? -1 : 1);
      return;
    }
    Secp256k1Element z1 = scale == ONE ? z : t3.multiply(z, scale);
    t0.square(z1);
    t1.multiply(t0, z1);
    t1.multiply(t1, y2);
    if (negative) {
      t1.scale(-1);
    }
    h.multiply(t0, x2).subtract(x);
    t2.set(y).subtract(t1);
    if (h.isZero()) {
      if (t2.isZero()) {
        twice();
      } else {
        infinite = true;
      }
      return;
    }
    addDifference();
  }

  // With h = x2·Z^2 - X and i = t2 = Y - y2·Z^3: H2 = -h^2, H3 = h·H2, T = X·H2,
  // X' = i^2 + H3 + 2T, Y' = i·(T + X') + H3·Y, Z' = Z·h.
  private void addDifference() {
    z.multiply(z, h);
    t0.square(h).scale(-1);
    t4.multiply(h, t0);
    t0.multiply(t0, x);
    x.square(t2).add(t4).add(t0).add(t0);
    t3.set(x).add(t0);
    t2.multiply(t2, t3);
    y.multiply(y, t4).add(t2);
  }

  /**
   * Odd multiples of a point: P, 3P, 5P ..., and λ times each, all with one Z.
   *
   * @param lambdaX of λ times the point, whose y is the point's
   */
  private record Table(
      Secp256k1Element[] x, Secp256k1Element[] y, Secp256k1Element[] lambdaX, Secp256k1Element z) {

    static Table of(Secp256k1Point point, int length) {
      Secp256k1Element pointX = Secp256k1Element.of(point.x());
      Secp256k1Element pointY = Secp256k1Element.of(point.y());
      Secp256k1Sum twice = new Secp256k1Sum();
      twice.add(pointX, pointY, false, ONE);
      twice.twice();
      // On the curve where twice the point has Z = 1. No sum here is infinite or of equals: the
      // order is a prime far above these multiples.
      Secp256k1Sum multiple = new Secp256k1Sum();
      multiple.add(pointX, pointY, false, twice.z);
      Secp256k1Element[] x = new Secp256k1Element[length];
      Secp256k1Element[] y = new Secp256k1Element[length];
      Secp256k1Element[] lambdaX = new Secp256k1Element[length];
      Secp256k1Element[] ratios = new Secp256k1Element[length];
      for (int i = 0; i < length; i++) {
        if (i > 0) {
          multiple.add(twice.x, twice.y, false, ONE);
          ratios[i] = multiple.h.copy();
        }
        x[i] = multiple.x.copy();
        y[i] = multiple.y.copy();
      }
      // From each one's Z to the last one's.
      Secp256k1Element ratio = ONE.copy();
      for (int i = length - 1; i >= 0; i--) {
        rescale(x[i], y[i], ratio);
        lambdaX[i] = new Secp256k1Element().multiply(x[i], BETA);
        if (i > 0) {
          ratio.multiply(ratio, ratios[i]);
        }
      }
      return new Table(x, y, lambdaX, multiple.z.multiply(multiple.z, twice.z));
    }

    /** The same with Z = 1. */
    Table normalized() {
      Secp256k1Element inverse = z.inverse();
      for (int i = 0; i < x.length; i++) {
        rescale(x[i], y[i], inverse);
        lambdaX[i].multiply(x[i], BETA);
      }
      return new Table(x, y, lambdaX, ONE);
    }

    private static void rescale(Secp256k1Element x, Secp256k1Element y, Secp256k1Element ratio) {
      Secp256k1Element power = new Secp256k1Element().square(ratio);
      x.multiply(x, power);
      y.multiply(y, power.multiply(power, ratio));
    }
  }
}
