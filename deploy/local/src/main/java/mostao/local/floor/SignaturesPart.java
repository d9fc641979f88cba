package mostao.local.floor;

import java.util.ArrayList;
import java.util.List;
import mostao.ao.ans104.Base64Url;
import mostao.ao.ans104.DataItem;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.SignatureType;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.Verifier;
import mostao.ao.wire.InboxRecord;
import mostao.client.wallet.WalletType;

/**
 * Five verifications: the sender's item at the door and at the handle, and the three pushes where
 * they arrive; and three signatures, of the pushes.
 */
final class SignaturesPart implements Part {
  private record Work(List<byte[]> verified, List<Draft> signed) {}

  private final Verifier verifier = new Verifier();
  private final Signer signer = WalletType.ED25519.create().signer();
  private final List<Work> messages = new ArrayList<>();

  SignaturesPart(List<Chain> chains) {
    for (Chain chain : chains) {
      List<byte[]> verified = new ArrayList<>();
      List<Draft> signed = new ArrayList<>();
      verified.add(bytes(chain.items().get(0)));
      for (InboxRecord item : chain.items()) {
        verified.add(bytes(item));
        if (item != chain.items().get(0)) {
          signed.add(Draft.empty().to(item.target()).tags(item.tags()).data(item.data().bytes()));
        }
      }
      messages.add(new Work(verified, signed));
    }
  }

  private static byte[] bytes(InboxRecord item) {
    return DataItem.of(
            SignatureType.of(item.signatureType()).orElseThrow(),
            decoded(item.signature()),
            decoded(item.ownerKey()),
            decoded(item.recipient()),
            decoded(item.anchor()),
            item.tags(),
            item.data().bytes())
        .orThrow()
        .bytes();
  }

  private static byte[] decoded(String base64) {
    return Base64Url.decode(base64).orElseThrow();
  }

  @Override
  public String name() {
    return "signatures";
  }

  @Override
  public int some() {
    for (Work message : messages) {
      message.verified().forEach(item -> verifier.read(item).orThrow());
      message.signed().forEach(draft -> draft.sign(signer).orThrow());
    }
    return messages.size();
  }

  @Override
  public void close() {
    // Holds nothing.
  }
}
