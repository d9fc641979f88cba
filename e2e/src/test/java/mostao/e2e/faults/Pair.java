package mostao.e2e.faults;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mostao.ao.ans104.VerifiedItem;
import mostao.ao.process.Json;

/** Two people in a session who write in turn. Written by one thread; read when that has ended. */
final class Pair {
  private static final int TWICE_AT_ONCE = 10;
  private static final int ONCE_MORE_LATER = 25;

  private final GatewayClient door;
  private final Person one;
  private final Person other;
  private final String session;
  private final List<Accepted> accepted = new ArrayList<>();
  private final List<VerifiedItem> recent = new ArrayList<>();
  private long reposted;

  /**
   * A message that was answered with 202.
   *
   * @param id of the item
   * @param handle the process it was for
   * @param content what the session is to keep of it
   */
  record Accepted(String id, String handle, String content) {}

  private Pair(GatewayClient door, Person one, Person other, String session) {
    this.door = door;
    this.one = one;
    this.other = other;
    this.session = session;
  }

  static Pair met(GatewayClient door, String registry, String name) throws InterruptedException {
    Person one = Person.registered(door, registry, name + "-a");
    Person other = Person.registered(door, registry, name + "-b");
    return new Pair(door, one, other, one.sessionWith(other, registry));
  }

  /** Writes until told to stop. */
  void write(int perSecond, CountDownLatch stopping, Runnable onAccepted)
      throws InterruptedException {
    long step = TimeUnit.SECONDS.toNanos(1) / perSecond;
    long due = System.nanoTime();
    while (true) {
      next();
      onAccepted.run();
      // After an outage the pace is the same as before: no burst to catch up.
      due = Math.max(due + step, System.nanoTime() - step);
      if (stopping.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  private void next() throws InterruptedException {
    int number = accepted.size();
    Person sender = number % 2 == 0 ? one : other;
    String content = sender.name() + " " + number;
    VerifiedItem item =
        sender.relay(
            session,
            "SendMessage",
            Json.write(Json.object().put("content", content).put("generation", 1)));
    door.post(item);
    accepted.add(new Accepted(item.id(), sender.handle(), content));
    recent.add(item);
    if (number % TWICE_AT_ONCE == TWICE_AT_ONCE - 1) {
      again(item);
    }
    if (recent.size() == ONCE_MORE_LATER) {
      again(recent.get(0));
      recent.clear();
    }
  }

  private void again(VerifiedItem item) throws InterruptedException {
    door.post(item);
    reposted++;
  }

  /** What both wrote, oldest first, as this gateway tells it to one of them. */
  List<String> history(URI gateway) throws IOException, InterruptedException {
    return one.history(gateway, session);
  }

  Person one() {
    return one;
  }

  Person other() {
    return other;
  }

  String session() {
    return session;
  }

  /** In the order in which they were accepted. */
  List<Accepted> accepted() {
    return accepted;
  }

  long reposted() {
    return reposted;
  }
}
