package mostao.gateway.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import mostao.ao.start.ExitHandler;

/** Starts the gateway. */
@QuarkusMain
public final class Gateway {
  /** Read by the framework when it opens its port. */
  static final String NO_URI_VALIDATION = "vertx.disableURIValidation";

  private Gateway() {}

  public static void main(String... arguments) {
    // The edge refuses an invalid URI, with a sentence and after it has tidied up slashes.
    System.setProperty(NO_URI_VALIDATION, "true");
    Quarkus.run(null, new ExitHandler(), arguments);
  }
}
