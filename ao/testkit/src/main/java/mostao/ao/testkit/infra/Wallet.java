package mostao.ao.testkit.infra;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.Ed25519Signer;
import mostao.ao.ans104.Reading;
import mostao.ao.ans104.Signer;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.message.Names;
import mostao.ao.message.Tag;
import mostao.ao.message.Tags;
import mostao.ao.turn.InboxVerifier;
import mostao.ao.wire.InboxRecord;

/** A wallet whose key is made of its name, and the records of what it signs. */
public final class Wallet {
  private final Signer signer;

  private Wallet(Signer signer) {
    this.signer = signer;
  }

  /** The same name is the same wallet. */
  public static Wallet named(String name) {
    return new Wallet(new Ed25519Signer(sha256(name)));
  }

  public static Wallet of(Signer signer) {
    return new Wallet(signer);
  }

  public String address() {
    return signer.address();
  }

  /** Signs a message to a process; the same arguments are the same item. */
  public InboxRecord message(String target, String action, String data, Tag... more) {
    Draft draft =
        ao(Names.TYPE_MESSAGE)
            .to(target)
            .tag(Names.ACTION, action)
            .tags(new Tags(List.of(more)))
            .data(data);
    return InboxVerifier.record(sign(draft), address(), target);
  }

  /** Signs as the authority does, for a process. */
  public InboxRecord push(String from, String target, String action, String data, Tag... more) {
    Draft draft =
        ao(Names.TYPE_MESSAGE)
            .to(target)
            .tag(Names.ACTION, action)
            .tag(Names.FROM_PROCESS, from)
            .tags(new Tags(List.of(more)))
            .data(data);
    return InboxVerifier.record(sign(draft), from, target);
  }

  /** Signs a process item; its id is the process's. Differs by its data. */
  public InboxRecord process(String data, Tag... more) {
    VerifiedItem item = sign(ao(Names.TYPE_PROCESS).tags(new Tags(List.of(more))).data(data));
    return InboxVerifier.record(item, address(), item.id());
  }

  /** Signs any draft. */
  public VerifiedItem sign(Draft draft) {
    Reading<VerifiedItem> signed = draft.sign(signer);
    if (signed instanceof Reading.Ok<VerifiedItem> ok) {
      return ok.value();
    }
    throw new IllegalArgumentException(signed.toString());
  }

  private static Draft ao(String type) {
    return Draft.empty()
        .tag(Names.DATA_PROTOCOL, Names.AO)
        .tag(Names.VARIANT, Names.VARIANT_TN_1)
        .tag(Names.TYPE, type);
  }

  private static byte[] sha256(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
