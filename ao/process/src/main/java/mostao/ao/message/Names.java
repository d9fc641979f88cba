package mostao.ao.message;

/** Tag names and fixed values of the ao protocol (ao.TN.1), spelled once. */
public final class Names {
  public static final String DATA_PROTOCOL = "Data-Protocol";
  public static final String AO = "ao";
  public static final String VARIANT = "Variant";
  public static final String VARIANT_TN_1 = "ao.TN.1";
  public static final String TYPE = "Type";
  public static final String TYPE_MESSAGE = "Message";
  public static final String TYPE_PROCESS = "Process";
  public static final String TYPE_MODULE = "Module";
  public static final String ACTION = "Action";
  public static final String MODULE = "Module";
  public static final String SCHEDULER = "Scheduler";
  public static final String AUTHORITY = "Authority";
  public static final String REFERENCE = "Reference";

  /** The name the module's first documentation gives to {@link #REFERENCE} on spawns. */
  public static final String REF = "Ref_";

  public static final String X_REFERENCE = "X-Reference";
  public static final String REPLY_TO = "Reply-To";
  public static final String FROM_PROCESS = "From-Process";
  public static final String FROM_MODULE = "From-Module";
  public static final String PUSHED_FOR = "Pushed-For";

  /** How many pushes lie between this message and the item that began its chain; ours, not AO's. */
  public static final String PUSH_DEPTH = "Push-Depth";

  public static final String PROCESS = "Process";
  public static final String CONTENT_TYPE = "Content-Type";
  public static final String APPLICATION_JSON = "application/json";
  public static final String ERROR = "Error";
  public static final String SPAWNED = "Spawned";
  public static final String TIMESTAMP = "Timestamp";

  /** On an item signed for a dry-run alone: the gateway refuses it as a message. Ours, not AO's. */
  public static final String DRY_RUN = "Dry-Run";

  /** Action of the item that asks a gateway for an access token; ours, not AO's. */
  public static final String ACCESS = "Access";

  /** Tag of an access item: the server it is for, as {@code scheme://host[:port]}. */
  public static final String ORIGIN = "Origin";

  private Names() {}
}
