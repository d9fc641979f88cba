package mostao.gateway.boot;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import mostao.ao.ans104.Verifier;
import mostao.ao.kafka.directory.Directory;
import mostao.gateway.access.Origins;
import mostao.gateway.scheduler.SchedulerKey;
import org.jboss.logging.Logger;

/** Says at start who this gateway is, and aloud what is dangerous. */
@ApplicationScoped
class StartLog {
  private static final Logger LOG = Logger.getLogger(StartLog.class);

  void start(
      @Observes StartupEvent event,
      SchedulerKey scheduler,
      Directory directory,
      ReadMode reads,
      Origins origins,
      Verifier verifier,
      MeterRegistry meters) {
    meters.gauge("mostao.directory.processes", directory, Directory::size);
    meters.gauge("mostao.directory.limit", directory, Directory::most);
    meters.gauge("mostao.directory.left.out", directory, Directory::leftOut);
    FunctionCounter.builder("mostao.directory.catch.ups", directory, Directory::catchUps)
        .register(meters);
    LOG.infof("Scheduler: %s", scheduler.address());
    LOG.infof("RSA is verified by %s", verifier.rsaProvider());
    LOG.infof("Access items are taken for %s", origins);
    if (reads.open()) {
      LOG.warn(
          "READS ARE OPEN (mostao.reads=open): anyone may read every chat list, key and history"
              + " listed here");
    }
  }
}
