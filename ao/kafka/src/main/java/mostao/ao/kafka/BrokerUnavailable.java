package mostao.ao.kafka;

/** The broker did not answer in time. Nothing may be assumed; the same thing may be tried again. */
public final class BrokerUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param what was asked of the broker
   */
  public BrokerUnavailable(String what, Throwable cause) {
    super(what + ": " + cause, cause);
  }
}
