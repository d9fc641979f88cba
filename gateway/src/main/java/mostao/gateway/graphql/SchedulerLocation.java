package mostao.gateway.graphql;

import java.time.Duration;
import java.util.function.Supplier;
import mostao.ao.ans104.Draft;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.kafka.directory.Deployment;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;
import mostao.gateway.scheduler.SchedulerKey;

/**
 * Tells clients where the scheduler of this deployment is (AO contract, section 5.1). The same
 * place gives the same item. Thread-safe.
 */
public final class SchedulerLocation {
  static final String TYPE = "Scheduler-Location";

  private final SchedulerKey key;
  private final Supplier<String> publicUrl;
  private final Duration timeToLive;
  private VerifiedItem item;

  /**
   * @param publicUrl of the gateway, as clients reach it; asked once, at the first use
   * @param timeToLive how long clients may rely on it
   */
  public SchedulerLocation(SchedulerKey key, Supplier<String> publicUrl, Duration timeToLive) {
    this.key = key;
    this.publicUrl = publicUrl;
    this.timeToLive = timeToLive;
  }

  /** Whether a client that asks with this address means this scheduler: see the key. */
  boolean isOf(String address, Deployment deployment) {
    return key.known(deployment).contains(address);
  }

  synchronized VerifiedItem item() {
    if (item == null) {
      String url = publicUrl.get().replaceFirst("/+$", "") + "/su";
      item =
          key.sign(
                  Draft.empty()
                      .tags(
                          Tags.of(
                              Names.DATA_PROTOCOL,
                              Names.AO,
                              Names.VARIANT,
                              Names.VARIANT_TN_1,
                              Names.TYPE,
                              TYPE,
                              "Url",
                              url,
                              "Time-To-Live",
                              Long.toString(timeToLive.toMillis())))
                      .data(" "))
              .orThrow();
    }
    return item;
  }
}
