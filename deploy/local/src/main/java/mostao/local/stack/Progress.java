package mostao.local.stack;

import java.time.Duration;

/**
 * Hears how the system starts and stops. Called from several threads, one call for each event;
 * implementations are thread-safe and return at once.
 */
public interface Progress {
  /** Reports nothing. */
  Progress SILENT =
      new Progress() {
        @Override
        public void starting(String part) {}

        @Override
        public void ready(String part, String address, Duration took) {}

        @Override
        public void stopping(String part) {}

        @Override
        public void stopped(String part, Duration took) {}
      };

  /** A part is being started. */
  void starting(String part);

  /** A part answers at this address. */
  void ready(String part, String address, Duration took);

  /** A part is being stopped. */
  void stopping(String part);

  /** A part has ended. */
  void stopped(String part, Duration took);
}
