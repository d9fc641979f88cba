package mostao.client.chat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.ans104.VerifiedItem;
import mostao.client.trust.Checked;
import mostao.client.trust.HandleBirth;
import mostao.client.trust.NotBelievedException;
import mostao.client.trust.Peer;
import mostao.client.trust.Trust;

/** Asks who somebody is, and believes only what is signed and is as it was before. Thread-safe. */
final class Introductions {
  private final ProcessClient asking;
  private final String registry;
  private final String authority;
  private final Trust trust;

  /** Items never change. */
  private final Map<String, VerifiedItem> items = new ConcurrentHashMap<>();

  Introductions(ProcessClient asking, String registry, String authority, Trust trust) {
    this.asking = asking;
    this.registry = registry;
    this.authority = authority;
    this.trust = trust;
  }

  Trust trust() {
    return trust;
  }

  String registry() {
    return registry;
  }

  /** Address of the key that speaks for processes. */
  String authority() {
    return authority;
  }

  /** Whose the handle is, by its process item. */
  HandleBirth birth(HandleName name) throws IOException, InterruptedException {
    Checked<HandleBirth> checked =
        HandleBirth.of(item(name.pid()), name.pid(), authority, registry, name.name());
    if (checked instanceof Checked.Bad<HandleBirth> bad) {
      throw new NotBelievedException(bad.reason());
    }
    return ((Checked.Good<HandleBirth>) checked).value();
  }

  /**
   * Somebody as they are believed, and pinned from now on.
   *
   * @throws mostao.client.trust.ChangedException when they are not who they were
   */
  Peer meet(HandleName name) throws IOException, InterruptedException {
    HandleBirth birth = birth(name);
    return trust.handle(birth, asking.ask(name.pid(), "GetProfile", ""));
  }

  /** Makes sure that the session is the one of these two, and the one it was before. */
  void checkSession(String session, HandleBirth own, HandleBirth other)
      throws IOException, InterruptedException {
    if (!HandleBirth.isSession(item(session), session, authority, own.process(), other.process())) {
      throw new NotBelievedException(
          "process " + session + " is not the session of " + own.name() + " and " + other.name());
    }
    trust.session(session, own, other);
  }

  private VerifiedItem item(String process) throws IOException, InterruptedException {
    VerifiedItem known = items.get(process);
    if (known == null) {
      known = asking.client().processItem(process);
      items.put(process, known);
    }
    return known;
  }
}
