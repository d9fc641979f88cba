package mostao.ao.runtime.boot;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import mostao.ao.start.ExitHandler;

/** Starts a service. */
@QuarkusMain
public final class Service {
  private Service() {}

  public static void main(String... arguments) {
    Quarkus.run(null, new ExitHandler(), arguments);
  }
}
