package mostao.gateway.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Checks that mostly wait for answers, some at a time. */
final class AtOnce {
  private static final int SOME = 8;

  private final ExecutorService threads = Executors.newFixedThreadPool(SOME);
  private final List<CompletableFuture<Void>> checks = new ArrayList<>();

  void add(Runnable check) {
    checks.add(CompletableFuture.runAsync(check, threads));
  }

  /** Fails when one of them did. */
  void end() {
    try {
      CompletableFuture.allOf(checks.toArray(CompletableFuture[]::new)).join();
    } finally {
      threads.shutdownNow();
    }
  }
}
