package mostao.ao.runtime.boot;

import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import mostao.ao.kafka.start.SettingNames;
import mostao.ao.runtime.unit.UnitSettings;
import org.eclipse.microprofile.config.Config;

/** Refuses a setting that no service knows. */
@Singleton
final class SettingCheck {
  static SettingNames names() {
    return new SettingNames().in("mostao", UnitSettings.class);
  }

  /** Before anything is made of settings. */
  void start(@Observes @Priority(0) StartupEvent first, Config config) {
    names().check(config.getPropertyNames(), System.getenv());
  }
}
