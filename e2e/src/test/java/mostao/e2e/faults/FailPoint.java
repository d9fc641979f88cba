package mostao.e2e.faults;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import mostao.ao.wire.Topics;

/**
 * A step of the turn, the messenger or the door behind which a process may die. Each is a place in
 * the program as it is packaged; the program knows nothing of it.
 */
enum FailPoint {
  /** A batch was polled; nothing has begun. */
  BATCH_RECEIVED(Of.TURN, "mostao.ao.turn.Turn", "keep(List,Map,Runnable)", "AT ENTRY", "TRUE"),
  /** The batch is evaluated, the transaction is open; most of its rows go with the commit. */
  EVALUATED(
      Of.TURN,
      "mostao.ao.runtime.unit.HibernateStore",
      "evaluated(Function,SqlWork)",
      "AT EXIT",
      "TRUE"),
  /** The transaction is committed; nothing is published. */
  COMMITTED(
      Of.TURN,
      "mostao.ao.runtime.outbox.KafkaOutbox",
      "hand(List,List)",
      "AT ENTRY",
      "NOT $1.isEmpty()"),
  /** One Result of several is on its way to the broker. */
  HALF_PUBLISHED(
      Of.TURN,
      "mostao.ao.runtime.outbox.KafkaOutbox",
      "hand(List,KafkaOutbox$Handed)",
      "AFTER INVOKE hand",
      "$1.size() > 1"),
  /** All Results are acknowledged; the offset is not committed. */
  PUBLISHED(Of.TURN, "mostao.ao.turn.Turn$Kept", "settle()", "AT EXIT", "TRUE"),

  /** Results were polled; nothing has begun. */
  OUTBOX_READ(
      Of.MESSENGER, "mostao.messenger.push.PushExecutor", "carry(OutboxBatch)", "AT ENTRY", "TRUE"),
  /** Process items are on their inboxes; the directory does not list them. */
  BIRTHS_DELIVERED(
      Of.MESSENGER,
      "mostao.messenger.push.PushPlan",
      "listings()",
      "AT ENTRY",
      "NOT $0.births.isEmpty()"),
  /** The directory lists the new processes; their spawners were not told. */
  BIRTHS_LISTED(
      Of.MESSENGER,
      "mostao.messenger.push.PushPlan",
      "messages()",
      "AT ENTRY",
      "NOT $0.births.isEmpty()"),
  /** One push of several is on its way to the broker. */
  HALF_DELIVERED(
      Of.MESSENGER,
      "mostao.ao.kafka.publish.TopicWriter",
      "leave(List,List,Optional)",
      "AFTER INVOKE send",
      "$1.size() > 1"),
  /** All pushes are acknowledged; the offset is not committed. */
  DELIVERED(Of.MESSENGER, "mostao.messenger.push.OutboxOffsets", "upTo(Map)", "AT ENTRY", "TRUE"),
  /** The offset is handed over to be committed. */
  OFFSETS_COMMITTED(
      Of.MESSENGER, "mostao.messenger.push.OutboxOffsets", "upTo(Map)", "AT EXIT", "TRUE"),

  /** An item is at the door; nothing has begun. */
  ITEM_TAKEN(
      Of.DOOR, "mostao.gateway.intake.Intake", "take(byte[],Optional,String)", "AT ENTRY", "TRUE"),
  /** The broker has the item; its sender does not know. */
  ITEM_ACKNOWLEDGED(
      Of.DOOR,
      "mostao.gateway.edge.http.ItemResource",
      "accepted(Intake$Accepted)",
      "AT ENTRY",
      "TRUE");

  /** The program that the step belongs to. */
  enum Of {
    TURN,
    MESSENGER,
    DOOR
  }

  private final Of of;
  private final String type;
  private final String method;
  private final String place;
  private final String condition;

  FailPoint(Of of, String type, String method, String place, String condition) {
    this.of = of;
    this.type = type;
    this.method = method;
    this.place = place;
    this.condition = condition;
  }

  Of of() {
    return of;
  }

  /** The services that come by. */
  List<String> services() {
    return switch (of) {
      case TURN -> Topics.MODULES;
      case MESSENGER -> List.of("messenger");
      case DOOR -> List.of("gateway");
    };
  }

  /**
   * Byteman's rule: the first who comes by makes the file and waits.
   *
   * @param millis how long; 0 is for ever
   */
  String rule(Path marker, long millis) {
    return String.format(
        Locale.ROOT,
        """
        RULE %1$s
        CLASS %2$s
        METHOD %3$s
        %4$s
        BIND marker:java.io.File = new java.io.File("%5$s")
        IF %6$s AND marker.createNewFile()
        DO waitFor("%1$s", %7$dL)
        ENDRULE
        """,
        name(),
        type,
        method,
        place,
        marker,
        condition,
        millis);
  }
}
