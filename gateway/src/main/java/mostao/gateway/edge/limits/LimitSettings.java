package mostao.gateway.edge.limits;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings under {@code mostao.limits}; 0 switches a limit off. */
@ConfigMapping(prefix = "mostao.limits")
public interface LimitSettings {
  Address address();

  Wallet wallet();

  /**
   * Open connections in all. When there are so many, the address that has most makes room for one
   * that has fewer: its oldest is closed. 0: no limit.
   */
  @WithDefault("10000")
  int connections();

  /** Size of a burst, in seconds' worth of a rate. */
  @WithDefault("10s")
  Duration burst();

  /**
   * Addresses, and wallets, whose rates are remembered. Beyond that, the one unseen for longest
   * gets its whole burst back.
   */
  @WithDefault("20000")
  int remembered();

  /** Of one client address; of an IPv6 client its /64. */
  interface Address {
    /**
     * Writes (items, monitors and the like) per second of one client address, of an IPv6 client's
     * /64. Beyond: 429 with {@code Retry-After}, before the body is read. 0: no limit.
     */
    @WithDefault("1000")
    int writes();

    /**
     * Look-ups per second of one client address. Beyond: 429 with {@code Retry-After}. 0: no limit.
     */
    @WithDefault("2000")
    int reads();

    /**
     * What the GraphQL queries of one client address may cost per second: an item read from a unit
     * costs 1, and so do 10,000 processes looked at. Beyond: 429 with {@code Retry-After}. 0: no
     * limit.
     */
    @WithDefault("300")
    int graphql();

    /**
     * Dry-runs, GraphQL queries and states per second of one client address. Beyond: 429 with
     * {@code Retry-After}. 0: no limit.
     */
    @WithDefault("1000")
    int questions();

    /**
     * Requests for a Result of one address that may wait at a time; further ones get 429. 0: no
     * limit.
     */
    @WithDefault("2000")
    int waiting();

    /**
     * Open connections of one address; further ones are closed at once. This is the socket's
     * address: set it to 0, no limit, behind a proxy.
     */
    @WithDefault("2000")
    int connections();
  }

  /** Of one wallet. */
  interface Wallet {
    /**
     * Items per second of one wallet, signed dry-runs among them, once the signature holds. The
     * same item again does not count. Beyond: 429 with {@code Retry-After}. 0: no limit.
     */
    @WithDefault("1000")
    int items();

    /**
     * Bytes of items of one wallet per day, which come back evenly. The same item again does not
     * count. Beyond: 429 with {@code Retry-After}. 0: no limit.
     */
    @WithDefault("268435456")
    long bytes();
  }
}
