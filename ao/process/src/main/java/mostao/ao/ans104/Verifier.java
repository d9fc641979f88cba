package mostao.ao.ans104;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Checks signatures of all seven types by R11 to R17. Thread-safe; make one and share it.
 *
 * <p>Any failure inside a crypto library is a plain refusal: the sender of the bytes can't tell it
 * from a wrong signature, and no partial result gets out.
 */
public final class Verifier {
  private static final Pattern ETHEREUM_ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");

  /** Keys of one item of type 6. */
  static final int MULTI_SLOTS = 32;

  private final RsaEngine rsa;
  private final Optional<CorrettoEd25519> ed25519;

  /**
   * RSA and Ed25519 through Amazon Corretto Crypto Provider where it loads, else through Bouncy
   * Castle.
   */
  public Verifier() {
    this(RsaEngine.fastest(), CorrettoEd25519.INSTANCE);
  }

  Verifier(RsaEngine rsa) {
    this(rsa, Optional.empty());
  }

  private Verifier(RsaEngine rsa, Optional<CorrettoEd25519> ed25519) {
    this.rsa = rsa;
    this.ed25519 = ed25519;
  }

  /** Everything through Bouncy Castle, whatever the machine has. */
  public static Verifier withBouncyCastle() {
    return new Verifier(new BouncyCastleRsa());
  }

  /** The library that does RSA here, to be said once at start. */
  public String rsaProvider() {
    return rsa.name();
  }

  /** Parses and verifies. */
  public Reading<VerifiedItem> read(byte[] encoded) {
    return DataItem.parse(encoded).then(this::verify);
  }

  /** The item as a verified one, or the refusal of its signature or key. */
  public Reading<VerifiedItem> verify(DataItem item) {
    try {
      return fault(item)
          .<Reading<VerifiedItem>>map(Reading.Refused::new)
          .orElseGet(() -> Reading.ok(new VerifiedItem(item)));
    } catch (GeneralSecurityException | RuntimeException e) {
      return Reading.refused(
          "R17", "the signature of type " + item.type().code() + " can't be checked: " + e);
    }
  }

  /**
   * Every item of a bundle, and of the bundles within, with the default limits.
   *
   * @see #verify(Bundle, BundleLimits)
   */
  public Reading<VerifiedBundle> verify(Bundle bundle) {
    return verify(bundle, BundleLimits.DEFAULT);
  }

  /**
   * Every item of a bundle is verified, and an item that carries a bundle is opened and treated the
   * same; the first refusal is the bundle's.
   */
  public Reading<VerifiedBundle> verify(Bundle bundle, BundleLimits limits) {
    return new BundleWalk(this, limits).verify(bundle, 1);
  }

  /** Parses and verifies a bundle with the default limits. */
  public Reading<VerifiedBundle> readBundle(byte[] encoded) {
    return Bundle.parse(encoded).then(this::verify);
  }

  private Optional<Refusal> fault(DataItem item) throws GeneralSecurityException {
    byte[] signature = item.signature();
    byte[] key = item.ownerKey();
    byte[] deepHash = item.deepHash();
    return switch (item.type()) {
      case ARWEAVE -> rsa(signature, key, deepHash);
      case ED25519 -> ed25519(signature, 0, key, 0, deepHash, "");
      case SOLANA -> ed25519(signature, 0, key, 0, SignedMessage.solana(deepHash), "");
      case APTOS -> ed25519(signature, 0, key, 0, SignedMessage.aptos(deepHash), "");
      case MULTI_APTOS -> multi(signature, key, deepHash);
      case ETHEREUM -> ethereum(signature, key, deepHash);
      case TYPED_ETHEREUM -> typedEthereum(signature, key, deepHash);
    };
  }

  private Optional<Refusal> rsa(byte[] signature, byte[] modulus, byte[] deepHash)
      throws GeneralSecurityException {
    if ((modulus[0] & 0x80) == 0 || (modulus[modulus.length - 1] & 1) == 0) {
      int bits = new BigInteger(1, modulus).bitLength();
      return refused(
          "R12", "the RSA modulus has " + bits + " bits or is even; expected 4096 bits and odd");
    }
    if (Arrays.compareUnsigned(signature, modulus) >= 0) {
      return refused("R12", "the RSA signature as a number is not below the modulus");
    }
    return Pss.mismatch(rsa.raise(modulus, signature), deepHash)
        .map(message -> new Refusal("R12", message));
  }

  private Optional<Refusal> ed25519(
      byte[] signature, int signatureAt, byte[] key, int keyAt, byte[] message, String where) {
    if ((ed25519.isPresent() && ed25519.get().verifies(signature, signatureAt, key, keyAt, message))
        || Ed25519Keys.verifies(signature, signatureAt, key, keyAt, message)) {
      return Optional.empty();
    }
    return refused(
        "R13",
        Ed25519Keys.isKey(key, keyAt)
            ? "the Ed25519 signature" + where + " is not one of the owner over this item"
            : "the Ed25519 key" + where + " is not a canonical point of large order");
  }

  private Optional<Refusal> multi(byte[] signature, byte[] key, byte[] deepHash) {
    int threshold = key[MULTI_SLOTS * Ed25519Keys.KEY] & 0xff;
    if (threshold < 1 || threshold > MULTI_SLOTS) {
      return refused("R15", "the threshold is " + threshold + "; expected 1 to " + MULTI_SLOTS);
    }
    int marked = 0;
    for (int slot = 0; slot < MULTI_SLOTS; slot++) {
      if (isMarked(signature, slot)) {
        marked++;
      } else if (!isZero(signature, slot * Ed25519Keys.SIGNATURE, Ed25519Keys.SIGNATURE)) {
        return refused("R15", "slot " + slot + " is not marked; expected 64 zero bytes in it");
      }
    }
    // With one more, anyone could leave one away and have a second id for the same item.
    if (marked != threshold) {
      return refused("R15", marked + " signatures are marked; expected exactly " + threshold);
    }
    for (int slot = 0; slot < MULTI_SLOTS; slot++) {
      if (isMarked(signature, slot)) {
        Optional<Refusal> fault =
            ed25519(
                signature,
                slot * Ed25519Keys.SIGNATURE,
                key,
                slot * Ed25519Keys.KEY,
                deepHash,
                " in slot " + slot);
        if (fault.isPresent()) {
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Refusal> ethereum(byte[] signature, byte[] key, byte[] deepHash) {
    return Secp256k1.read(signature)
        .fold(
            read -> Secp256k1.mismatch(read, SignedMessage.personalDigest(deepHash), key),
            Optional::of);
  }

  private static Optional<Refusal> typedEthereum(byte[] signature, byte[] key, byte[] deepHash) {
    String owner = new String(key, StandardCharsets.ISO_8859_1);
    if (!ETHEREUM_ADDRESS.matcher(owner).matches()) {
      return refused("R16", "the owner is not 0x and 40 hex digits");
    }
    byte[] account = HexFormat.of().parseHex(owner.substring(2).toLowerCase(Locale.ROOT));
    byte[] digest = SignedMessage.typedDigest(deepHash, account);
    return Secp256k1.read(signature)
        .fold(
            read ->
                Secp256k1.recover(read, digest)
                        .filter(point -> Arrays.equals(Address.account(point), account))
                        .isPresent()
                    ? Optional.empty()
                    : refused("R16", "the signature is not one of the owner over this item"),
            Optional::of);
  }

  private static boolean isMarked(byte[] signature, int slot) {
    int bitmap = signature[MULTI_SLOTS * Ed25519Keys.SIGNATURE + slot / 8];
    return (bitmap & 0x80 >> slot % 8) != 0;
  }

  private static boolean isZero(byte[] bytes, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (bytes[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Refusal> refused(String rule, String message) {
    return Optional.of(new Refusal(rule, message));
  }
}
