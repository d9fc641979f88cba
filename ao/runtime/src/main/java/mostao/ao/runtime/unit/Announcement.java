package mostao.ao.runtime.unit;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import mostao.ao.ans104.Verifier;
import mostao.ao.process.Rules;
import org.jboss.logging.Logger;

/** Says at start what this service runs with. */
@Singleton
class Announcement {
  private static final Logger LOG = Logger.getLogger("mostao.unit");

  private final Unit unit;
  private final Verifier verifier;
  private final Rules rules;

  @Inject
  Announcement(Unit unit, Verifier verifier, Rules rules) {
    this.unit = unit;
    this.verifier = verifier;
    this.rules = rules;
  }

  void atStart(@Observes StartupEvent start) {
    LOG.infof("Module %s; RSA by %s; %s", unit.module(), verifier.rsaProvider(), rules);
    if (rules.openReads()) {
      LOG.warn(
          "READS ARE OPEN (mostao.reads=open): anyone may read every chat list, key and history"
              + " of this deployment. Set mostao.reads=private unless that is what you want.");
    }
  }
}
