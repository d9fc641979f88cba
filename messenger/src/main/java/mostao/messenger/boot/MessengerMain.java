package mostao.messenger.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import mostao.ao.start.ExitHandler;

/** Starts the messenger. */
@QuarkusMain
public final class MessengerMain {
  private MessengerMain() {}

  public static void main(String... arguments) {
    Quarkus.run(null, new ExitHandler(), arguments);
  }
}
