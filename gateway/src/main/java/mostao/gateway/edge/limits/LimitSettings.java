package mostao.gateway.edge.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.limits}; 0 switches a limit off. */
@ConfigMapping(prefix = "mostao.limits")
public interface LimitSettings {
  Address address();

  Wallet wallet();

  /** The size of a burst, in seconds' worth of a rate. */
  @WithDefault("10s")
  Duration burst();

  /** Addresses, and wallets, whose rates are remembered. */
  @WithDefault("20000")
  int remembered();

  /** Of one client address; of an IPv6 client its /64. */
  interface Address {
    /** Items, monitors and the like in a second. */
    @WithDefault("1000")
    int writes();

    /** Reads in a second. */
    @WithDefault("2000")
    int reads();

    /** Dry-runs, GraphQL queries and states in a second. */
    @WithDefault("1000")
    int questions();

    /** Requests that may wait for a Result at a time. */
    @WithDefault("2000")
    int waiting();

    /** Open connections. */
    @WithDefault("2000")
    int connections();
  }

  /** Of one wallet. */
  interface Wallet {
    /** Items in a second, signed dry-runs among them; the same item again does not count. */
    @WithDefault("1000")
    int items();
  }
}
