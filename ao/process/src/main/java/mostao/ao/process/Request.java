package mostao.ao.process;

import mostao.ao.message.Message;
import mostao.ao.message.Names;

/**
 * One evaluation as a handler sees it.
 *
 * @param view the process's rows as they are now
 * @param ao the module to send and spawn with
 * @param message what is asked, and by whom
 * @param arguments the message's data as the argument an Action takes
 */
public record Request<V>(V view, Ao ao, Message message, Arguments arguments) {
  /** PROTOCOL, who may call: the largest distance of a proof's {@code Timestamp} from its time. */
  private static final long PROOF_WINDOW_MS = 5L * 60 * 1000;

  public Request(V view, Ao ao, Message message) {
    this(view, ao, message, Arguments.of(message));
  }

  public Env env() {
    return ao.env();
  }

  public Rules rules() {
    return ao.env().rules();
  }

  /**
   * Whether this wallet itself asked, provably: not a process, not an unsigned dry-run, and not a
   * replayed proof.
   */
  public boolean isWallet(String address) {
    return message.proven()
        && message.fromWallet()
        && message.from().equals(address)
        && !isKeptProof();
  }

  /**
   * A signed dry-run is a message as well, that anyone who got hold of it can post later, and then
   * fetch its Result by its id. Its {@code Timestamp} reveals that.
   */
  private boolean isKeptProof() {
    return message.provenance() == Message.Provenance.ASSIGNED
        && message
            .tag(Names.TIMESTAMP)
            .filter(text -> text.matches("[0-9]{13}"))
            .map(text -> Math.abs(message.timestamp() - Long.parseLong(text)) > PROOF_WINDOW_MS)
            .orElse(false);
  }

  /** Whether this process asked, through the authority. */
  public boolean isProcess(String id) {
    return message.proven() && message.isPush() && message.from().equals(id);
  }

  /** A process's tag, or empty. */
  public String processTag(String name) {
    return env().tags().first(name).orElse("");
  }
}
