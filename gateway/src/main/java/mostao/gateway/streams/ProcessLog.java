package mostao.gateway.streams;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import mostao.ao.kafka.directory.ProcessEntry;
import mostao.ao.unit.LogPage;
import mostao.ao.unit.LogQuery;
import mostao.ao.unit.UnitRequest;
import mostao.gateway.answer.ApiError;
import mostao.gateway.answer.Reply;
import mostao.gateway.answer.Unavailable;
import mostao.gateway.units.Units;

/**
 * The evaluations of processes, as their units keep them, and the listeners to wake when there are
 * more. Streams at the same position share one read. Thread-safe, never blocks.
 */
public final class ProcessLog {
  private final Unit unit;
  private final Map<String, Watched> watched = new ConcurrentHashMap<>();
  private final Map<Key, CompletableFuture<LogPage>> asked = new ConcurrentHashMap<>();

  /**
   * @param unit asked for pages
   */
  ProcessLog(Unit unit) {
    this.unit = unit;
  }

  /** The logs of the units. */
  public static ProcessLog of(Units units, StreamSettings settings) {
    return new ProcessLog(
        (process, fromNonce) ->
            units.ask(
                // A page is read once for all streams that are there.
                "streams of " + process.process(),
                process.module(),
                UnitRequest.log(
                    process.process(),
                    new LogQuery(
                        OptionalLong.of(fromNonce),
                        OptionalInt.of(settings.pageRows()),
                        OptionalInt.of(settings.pageBytes())))));
  }

  /** The entries of a process on its unit, from a nonce on; fails if the unit is unreachable. */
  interface Unit {
    CompletionStage<Reply<LogPage>> log(ProcessEntry process, long fromNonce);
  }

  /** {@code wakes} makes two questions different that were asked before and after a wake-up. */
  private record Key(String process, long from, long wakes) {}

  private record Watched(long wakes, List<Runnable> watchers) {
    Watched with(Runnable watcher) {
      List<Runnable> all = new ArrayList<>(watchers);
      all.add(watcher);
      return new Watched(wakes, all);
    }

    /** Null when no listener is left, which removes the entry. */
    Watched without(Runnable watcher) {
      List<Runnable> rest = new ArrayList<>(watchers);
      rest.remove(watcher);
      return rest.isEmpty() ? null : new Watched(wakes, rest);
    }
  }

  /** From now on whenever the process evaluates. */
  void watch(String process, Runnable watcher) {
    watched.compute(
        process, (id, found) -> (found == null ? new Watched(0, List.of()) : found).with(watcher));
  }

  void unwatch(String process, Runnable watcher) {
    watched.computeIfPresent(process, (id, found) -> found.without(watcher));
  }

  /** Whether any listener is there. */
  public boolean isWatched() {
    return !watched.isEmpty();
  }

  /** The process published a Result. */
  public void wake(String process) {
    Watched found =
        watched.computeIfPresent(
            process, (id, before) -> new Watched(before.wakes() + 1, before.watchers()));
    if (found != null) {
      found.watchers().forEach(Runnable::run);
    }
  }

  /** The nonce the process gives next. */
  CompletionStage<Long> next(ProcessEntry process) {
    return read(process, Long.MAX_VALUE).thenApply(LogPage::next);
  }

  /**
   * @return evaluations from this nonce on; nothing of a process that is not born yet; fails when
   *     the unit is away
   */
  CompletionStage<LogPage> read(ProcessEntry process, long fromNonce) {
    Watched found = watched.get(process.process());
    Key key = new Key(process.process(), fromNonce, found == null ? 0 : found.wakes());
    CompletableFuture<LogPage> mine = new CompletableFuture<>();
    CompletableFuture<LogPage> others = asked.putIfAbsent(key, mine);
    if (others != null) {
      return others;
    }
    unit.log(process, fromNonce)
        .whenComplete(
            (answer, failure) -> {
              asked.remove(key, mine);
              if (failure != null) {
                mine.completeExceptionally(failure);
                return;
              }
              try {
                mine.complete(answer.fold(page -> page, ProcessLog::nothing));
              } catch (RuntimeException refused) {
                mine.completeExceptionally(refused);
              }
            });
    return mine;
  }

  private static LogPage nothing(ApiError refused) {
    if (!refused.isMissing()) {
      throw new Unavailable(refused, null);
    }
    return new LogPage(List.of(), false, 0);
  }
}
