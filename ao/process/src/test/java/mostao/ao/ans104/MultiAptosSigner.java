package mostao.ao.ans104;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Type 6: several Ed25519 keys of which a threshold must sign. Deterministic. */
final class MultiAptosSigner implements ForeignSigner {
  private static final int SLOTS = Verifier.MULTI_SLOTS;

  private final List<byte[]> seeds;
  private final Set<Integer> signing;
  private final byte[] ownerKey;

  /**
   * @param seeds the keys by slot, 32 secret bytes each, 1 to 32 of them
   * @param threshold how many must sign, 1 to the number of keys
   * @param signing the slots that sign here
   * @throws IllegalArgumentException when the numbers don't fit together
   */
  MultiAptosSigner(List<byte[]> seeds, int threshold, Set<Integer> signing) {
    if (seeds.isEmpty() || seeds.size() > SLOTS) {
      throw new IllegalArgumentException("expected 1 to 32 keys, not " + seeds.size());
    }
    if (threshold < 1 || threshold > seeds.size()) {
      throw new IllegalArgumentException(
          "expected a threshold of 1 to " + seeds.size() + ", not " + threshold);
    }
    this.signing = new TreeSet<>(signing);
    if (signing.size() < threshold
        || signing.stream().anyMatch(slot -> slot < 0 || slot >= seeds.size())) {
      throw new IllegalArgumentException(
          "expected at least " + threshold + " of the slots 0 to " + (seeds.size() - 1));
    }
    this.seeds = seeds.stream().map(Ed25519Keys::seed).toList();
    this.ownerKey = new byte[SignatureType.MULTI_APTOS.ownerLength()];
    for (int slot = 0; slot < seeds.size(); slot++) {
      byte[] key = Ed25519Keys.publicKey(this.seeds.get(slot));
      System.arraycopy(key, 0, ownerKey, slot * Ed25519Keys.KEY, Ed25519Keys.KEY);
    }
    ownerKey[SLOTS * Ed25519Keys.KEY] = (byte) threshold;
  }

  @Override
  public SignatureType type() {
    return SignatureType.MULTI_APTOS;
  }

  @Override
  public byte[] ownerKey() {
    return ownerKey.clone();
  }

  @Override
  public byte[] sign(byte[] deepHash) {
    byte[] signature = new byte[SignatureType.MULTI_APTOS.signatureLength()];
    for (int slot : signing) {
      byte[] seed = seeds.get(slot);
      byte[] one = Ed25519Keys.sign(seed, Ed25519Keys.publicKey(seed), deepHash);
      System.arraycopy(one, 0, signature, slot * Ed25519Keys.SIGNATURE, one.length);
      signature[SLOTS * Ed25519Keys.SIGNATURE + slot / 8] |= (byte) (0x80 >> slot % 8);
    }
    return signature;
  }
}
