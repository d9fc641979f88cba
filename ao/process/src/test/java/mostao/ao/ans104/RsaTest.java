package mostao.ao.ans104;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.math.BigInteger;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Type 1: any salt, both libraries, no weak or mismatched key. */
class RsaTest {
  private static final RSAPrivateCrtKey KEY = key(4096);
  private static final byte[] MESSAGE = new byte[48];

  @Test
  @EnabledOnOs(
      value = OS.LINUX,
      architectures = {"amd64", "aarch64"})
  void nativeLibraryLoadsOnLinux() {
    assertThat(new Verifier().rsaProvider()).startsWith("AmazonCorrettoCryptoProvider");
  }

  @Test
  void bouncyCastleIsUsedWhereTheNativeLibraryIsAbsent() throws Exception {
    List<URL> classPath = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (!entry.contains("AmazonCorrettoCryptoProvider")) {
        classPath.add(new File(entry).toURI().toURL());
      }
    }
    try (URLClassLoader without =
        new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
      Class<?> verifier = without.loadClass(Verifier.class.getName());
      Object made = verifier.getConstructor().newInstance();
      assertThat(verifier.getMethod("rsaProvider").invoke(made)).isEqualTo("Bouncy Castle");
    }
  }

  @Test
  void bouncyCastleIsUsedWhenAskedFor() {
    assertThat(Verifier.withBouncyCastle().rsaProvider()).isEqualTo("Bouncy Castle");
  }

  @ParameterizedTest
  @MethodSource("enginesAndSalts")
  void itemSignedWithAnySaltIsVerifiedByEveryEngine(RsaEngine engine, int salt) {
    RsaSigner signer = RsaSigner.of(KEY, engine, salt).orThrow();
    VerifiedItem item = Draft.empty().tag("Salt", "" + salt).data("text").sign(signer).orThrow();

    for (RsaEngine other : engines()) {
      assertThat(new Verifier(other).read(item.bytes()).orThrow().owner())
          .isEqualTo(signer.address());
    }
  }

  @ParameterizedTest
  @MethodSource("enginesAndSalts")
  void signatureIsOneForAnIndependentVerifier(RsaEngine engine, int salt) throws Exception {
    byte[] signature = RsaSigner.of(KEY, engine, salt).orThrow().sign(MESSAGE);

    Signature jdk = Signature.getInstance("RSASSA-PSS", "SunRsaSign");
    jdk.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
    jdk.initVerify(
        KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(KEY.getModulus(), KEY.getPublicExponent())));
    jdk.update(MESSAGE);
    assertThat(jdk.verify(signature)).isTrue();
  }

  @Test
  void oneSignerServesManyThreads() {
    RsaSigner signer = RsaSigner.of(KEY).orThrow();
    Verifier verifier = new Verifier();
    assertThat(
            IntStream.range(0, 100)
                .parallel()
                .mapToObj(i -> Draft.empty().data("item " + i).sign(signer).orThrow())
                .filter(item -> verifier.read(item.bytes()).isOk())
                .count())
        .isEqualTo(100);
  }

  @Test
  void everySaltLengthEncodesToABlockThatMatches() {
    for (int salt = 0; salt <= Pss.MAX_SALT; salt++) {
      byte[] block = Pss.encode(MESSAGE, new byte[salt]);
      assertThat(Pss.mismatch(block, MESSAGE)).as("salt of %d", salt).isEmpty();
      assertThat(Pss.mismatch(block, new byte[47])).as("salt of %d", salt).isPresent();
    }
    assertThat(Pss.MAX_SALT).isEqualTo(478);
  }

  @Test
  void everyBitOfABlockCounts() {
    byte[] block = Pss.encode(MESSAGE, new byte[32]);
    for (int bit = 0; bit < 8 * block.length; bit++) {
      byte[] flipped = block.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Pss.mismatch(flipped, MESSAGE)).as("bit %d", bit).isPresent();
    }
  }

  @Test
  void noBlockOfOneByteValueMatches() {
    for (int value = 0; value < 256; value++) {
      byte[] block = new byte[RsaEngine.BLOCK];
      Arrays.fill(block, (byte) value);
      assertThat(Pss.mismatch(block, MESSAGE)).isPresent();
      block[RsaEngine.BLOCK - 1] = (byte) 0xbc;
      assertThat(Pss.mismatch(block, MESSAGE)).isPresent();
    }
  }

  @Test
  void enginesAgreeOnModuliThatAreNoProductOfTwoPrimes() throws GeneralSecurityException {
    Random random = new Random(4096);
    for (int i = 0; i < 20; i++) {
      byte[] modulus = new byte[RsaEngine.BLOCK];
      random.nextBytes(modulus);
      modulus[0] |= (byte) 0x80;
      modulus[RsaEngine.BLOCK - 1] |= 1;
      byte[] block = new byte[RsaEngine.BLOCK];
      random.nextBytes(block);
      block[0] &= 0x7f;
      BigInteger due =
          new BigInteger(1, block).modPow(RsaEngine.EXPONENT, new BigInteger(1, modulus));
      for (RsaEngine engine : engines()) {
        byte[] raised = engine.raise(modulus, block);
        assertThat(raised).hasSize(RsaEngine.BLOCK);
        assertThat(new BigInteger(1, raised)).isEqualTo(due);
      }
    }
  }

  @Test
  void keysKeptReadyAreBounded() throws GeneralSecurityException {
    CorrettoRsa rsa = CorrettoRsa.INSTANCE.orElse(null);
    assumeTrue(rsa != null);
    byte[] modulus = new byte[RsaEngine.BLOCK];
    modulus[0] = (byte) 0x80;
    modulus[RsaEngine.BLOCK - 1] = 1;
    for (int i = 0; i < CorrettoRsa.MAX_READY_KEYS + 10; i++) {
      modulus[100] = (byte) i;
      modulus[101] = (byte) (i >>> 8);
      rsa.raise(modulus.clone(), new byte[RsaEngine.BLOCK]);
    }
    assertThat(rsa.readyKeys()).isEqualTo(CorrettoRsa.MAX_READY_KEYS);
  }

  @Test
  void keyOfAnotherSizeIsNoSigner() {
    assertThat(RsaSigner.of(key(2048)))
        .isEqualTo(refused("the RSA modulus has 2048 bits; expected 4096"));
  }

  @Test
  void numbersThatDontBelongTogetherAreNoSigner() {
    Reading<RsaSigner> mixed =
        RsaSigner.of(
            KEY.getModulus().subtract(BigInteger.TWO),
            KEY.getPublicExponent(),
            KEY.getPrivateExponent(),
            KEY.getPrimeP(),
            KEY.getPrimeQ(),
            KEY.getPrimeExponentP(),
            KEY.getPrimeExponentQ(),
            KEY.getCrtCoefficient());
    assertThat(mixed)
        .isEqualTo(
            refused(
                "the numbers of the RSA key don't belong together; a signature of it doesn't"
                    + " verify"));
  }

  @Test
  void numbersOfAJwkMakeASigner() {
    Reading<RsaSigner> signer =
        RsaSigner.of(
            KEY.getModulus(),
            KEY.getPublicExponent(),
            KEY.getPrivateExponent(),
            KEY.getPrimeP(),
            KEY.getPrimeQ(),
            KEY.getPrimeExponentP(),
            KEY.getPrimeExponentQ(),
            KEY.getCrtCoefficient());
    assertThat(
            Draft.empty().sign(signer.orThrow()).then(i -> new Verifier().read(i.bytes())).isOk())
        .isTrue();
  }

  static Stream<Arguments> enginesAndSalts() {
    return engines().stream()
        .flatMap(engine -> Stream.of(0, 32, 64, 478).map(salt -> Arguments.of(engine, salt)));
  }

  private static List<RsaEngine> engines() {
    List<RsaEngine> engines = new ArrayList<>(List.of(new BouncyCastleRsa()));
    CorrettoRsa.INSTANCE.ifPresent(engines::add);
    return engines;
  }

  private static Reading<RsaSigner> refused(String message) {
    return Reading.refused("R12", message);
  }

  private static RSAPrivateCrtKey key(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      KeyPair pair = generator.generateKeyPair();
      return (RSAPrivateCrtKey) pair.getPrivate();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
