package mostao.ao.process;

import mostao.ao.message.Message;

/**
 * One evaluation as a handler sees it.
 *
 * @param view the process's rows as they are now
 * @param ao the module to send and spawn with
 * @param message what is asked, and by whom
 */
public record Request<V>(V view, Ao ao, Message message) {
  public Env env() {
    return ao.env();
  }

  public Rules rules() {
    return ao.env().rules();
  }

  /** The message's data as the argument an Action takes. */
  public Arguments arguments() {
    return Arguments.of(message);
  }

  /** Whether this wallet itself asked, provably: not a process, not an unsigned dry-run. */
  public boolean isWallet(String address) {
    return message.proven() && message.fromWallet() && message.from().equals(address);
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
