package mostao.ao.ans104;

/** A key of a type that we verify and never sign with: items of other people's wallets. */
interface ForeignSigner {
  SignatureType type();

  byte[] ownerKey();

  byte[] sign(byte[] deepHash);

  default String address() {
    return Address.of(type(), ownerKey());
  }

  default Reading<VerifiedItem> sign(Draft draft) {
    return draft.signed(type(), ownerKey(), this::sign);
  }
}
