package mostao.messenger.boot;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import mostao.ao.kafka.start.SettingNames;
import mostao.messenger.authority.AuthoritySettings;
import mostao.messenger.push.MessengerSettings;
import org.eclipse.microprofile.config.Config;

/** Refuses a setting that the messenger does not know. */
@Singleton
final class SettingCheck {
  static SettingNames names() {
    return new SettingNames()
        .in("mostao.authority", AuthoritySettings.class)
        .in("mostao.directory", DirectorySettings.class)
        .in("mostao.messenger", MessengerSettings.class)
        .in("mostao.writer", MessengerWriterSettings.class)
        .and("mostao.instance")
        .and("mostao.scheduler.address");
  }

  /** Before anything is made of settings. */
  void start(@Observes @Priority(0) StartupEvent first, Config config) {
    names().check(config.getPropertyNames(), System.getenv());
  }
}
