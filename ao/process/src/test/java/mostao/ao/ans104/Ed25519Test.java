package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The two Ed25519 libraries agree on what is a signature, whoever made it. */
class Ed25519Test {
  private static final int TRIES = 60;

  private final Random random = new Random(17);

  /** Where it doesn't load, Bouncy Castle's part of the agreement is what is tested. */
  private final Optional<CorrettoEd25519> library = CorrettoEd25519.INSTANCE;

  @Test
  void bothSignAlike() throws GeneralSecurityException {
    for (int i = 0; i < TRIES; i++) {
      byte[] seed = bytes(32);
      byte[] message = bytes(random.nextInt(100));
      byte[] key = Ed25519Keys.publicKey(seed);
      byte[] signature = new Ed25519Signer(seed).sign(message);
      assertThat(signature).isEqualTo(Ed25519Keys.sign(seed, key, message));
      assertThat(isCertain(signature, key, message)).isEqualTo(library.isPresent());
      signature[random.nextInt(64)] ^= (byte) (1 << random.nextInt(8));
      assertThat(isCertain(signature, key, message)).isFalse();
      assertThat(Ed25519Keys.verifies(signature, 0, key, 0, message)).isFalse();
    }
  }

  /** Whose holder can sign some messages by the strict equation, and all by Bouncy Castle's. */
  @Test
  void keyWithAPartOfSmallOrder() {
    int certain = 0;
    for (int i = 0; i < TRIES; i++) {
      Forged forged = Forged.of(random, true, false);
      certain += forged.isCertain(this) ? 1 : 0;
      assertThat(forged.isAccepted()).isTrue();
    }
    assertThat(certain).isBetween(library.isPresent() ? 1 : 0, TRIES - 1);
  }

  @Test
  void signatureWithAPartOfSmallOrderIsLeftToBouncyCastle() {
    for (int i = 0; i < TRIES; i++) {
      Forged forged = Forged.of(random, false, true);
      assertThat(forged.isCertain(this)).isFalse();
      assertThat(forged.isAccepted()).isTrue();
    }
  }

  /** A key of small order makes a signature of anything. */
  @Test
  void keyOfSmallOrderIsNone() {
    byte[] neutral = new byte[32];
    neutral[0] = 1;
    byte[] signature = new byte[64];
    signature[0] = 1;
    assertThat(isCertain(signature, neutral, new byte[3])).isFalse();
    assertThat(Ed25519Keys.verifies(signature, 0, neutral, 0, new byte[3])).isFalse();
  }

  /** So that what the forgeries above are refused for is their part of small order alone. */
  @Test
  void withoutSuchAPartTheyAreSignatures() {
    for (int i = 0; i < TRIES; i++) {
      Forged whole = Forged.of(random, false, false);
      assertThat(whole.isCertain(this)).isEqualTo(library.isPresent());
      assertThat(whole.isAccepted()).isTrue();
    }
  }

  @Test
  void keysKeptReadyAreBounded() {
    for (int i = 0; i < CorrettoEd25519.MAX_READY_KEYS + 10; i++) {
      isCertain(new byte[64], Ed25519Keys.publicKey(bytes(32)), new byte[1]);
    }
    assertThat(library.map(CorrettoEd25519::readyKeys))
        .isEqualTo(library.map(loaded -> CorrettoEd25519.MAX_READY_KEYS));
  }

  private boolean isCertain(byte[] signature, byte[] key, byte[] message) {
    return library.isPresent() && library.get().verifies(signature, 0, key, 0, message);
  }

  private byte[] bytes(int length) {
    byte[] made = new byte[length];
    random.nextBytes(made);
    return made;
  }

  /** What somebody signs who computes on the curve by hand. */
  private record Forged(byte[] key, byte[] signature, byte[] message) {
    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
        BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    private static final BigInteger D =
        BigInteger.valueOf(-121665).multiply(BigInteger.valueOf(121666).modInverse(P)).mod(P);
    private static final Point BASE =
        new Point(
            new BigInteger(
                "15112221349535400772501151409588531511454012693041857206046113283949847762202"),
            BigInteger.valueOf(4).multiply(BigInteger.valueOf(5).modInverse(P)).mod(P));

    /** Of order 4. */
    private static final Point SMALL =
        new Point(
            BigInteger.TWO.modPow(P.subtract(BigInteger.ONE).shiftRight(2), P), BigInteger.ZERO);

    static Forged of(Random random, boolean keyIsMixed, boolean nonceIsMixed) {
      BigInteger secret = new BigInteger(252, random);
      BigInteger nonce = new BigInteger(252, random);
      byte[] message = new byte[8];
      random.nextBytes(message);
      Point key = BASE.times(secret);
      Point point = BASE.times(nonce);
      byte[] a = (keyIsMixed ? key.plus(SMALL) : key).encoded();
      byte[] r = (nonceIsMixed ? point.plus(SMALL) : point).encoded();
      BigInteger s = nonce.add(challenge(r, a, message).multiply(secret)).mod(ORDER);
      byte[] signature = Arrays.copyOf(r, 64);
      System.arraycopy(littleEndian(s), 0, signature, 32, 32);
      return new Forged(a, signature, message);
    }

    boolean isCertain(Ed25519Test by) {
      return by.isCertain(signature, key, message);
    }

    boolean isAccepted() {
      return Ed25519Keys.verifies(signature, 0, key, 0, message);
    }

    private static BigInteger challenge(byte[] r, byte[] key, byte[] message) {
      try {
        MessageDigest sha = MessageDigest.getInstance("SHA-512");
        sha.update(r);
        sha.update(key);
        byte[] hash = sha.digest(message);
        return new BigInteger(1, reversed(hash)).mod(ORDER);
      } catch (GeneralSecurityException bug) {
        throw new IllegalStateException("every Java has SHA-512", bug);
      }
    }

    private static byte[] littleEndian(BigInteger number) {
      byte[] big = number.toByteArray();
      byte[] all = new byte[32];
      for (int i = 0; i < Math.min(32, big.length); i++) {
        all[i] = big[big.length - 1 - i];
      }
      return all;
    }

    private static byte[] reversed(byte[] bytes) {
      byte[] turned = new byte[bytes.length];
      for (int i = 0; i < bytes.length; i++) {
        turned[i] = bytes[bytes.length - 1 - i];
      }
      return turned;
    }

    /** On the twisted Edwards curve, in affine coordinates. */
    private record Point(BigInteger x, BigInteger y) {
      Point plus(Point other) {
        BigInteger both = D.multiply(x).multiply(other.x).multiply(y).multiply(other.y).mod(P);
        BigInteger sumX =
            x.multiply(other.y)
                .add(y.multiply(other.x))
                .multiply(BigInteger.ONE.add(both).modInverse(P));
        BigInteger sumY =
            y.multiply(other.y)
                .add(x.multiply(other.x))
                .multiply(BigInteger.ONE.subtract(both).modInverse(P));
        return new Point(sumX.mod(P), sumY.mod(P));
      }

      Point times(BigInteger factor) {
        Point sum = new Point(BigInteger.ZERO, BigInteger.ONE);
        for (int bit = factor.bitLength() - 1; bit >= 0; bit--) {
          sum = sum.plus(sum);
          if (factor.testBit(bit)) {
            sum = sum.plus(this);
          }
        }
        return sum;
      }

      byte[] encoded() {
        byte[] all = littleEndian(y);
        if (x.testBit(0)) {
          all[31] |= (byte) 0x80;
        }
        return all;
      }
    }
  }
}
