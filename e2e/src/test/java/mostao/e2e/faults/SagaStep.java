package mostao.e2e.faults;

import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a registration or the establishment of a session may be when a process dies: who does what,
 * and whether it was only done or also passed on.
 */
enum SagaStep {
  REGISTER_EVALUATED("registry", Place.COMMITTED, "action=Register,"),
  REGISTER_PUBLISHED("registry", Place.PUBLISHED, "action=Register,"),
  PROCESS_ON_ITS_INBOX("messenger", Place.BORN, ""),
  PROCESS_LISTED("messenger", Place.LISTED, ""),
  SPAWNED_PUSHED("messenger", Place.PUSHED, ""),
  HANDLE_BORN("handle", Place.COMMITTED, "nonce=0,"),
  HANDLE_BIRTH_PUBLISHED("handle", Place.PUBLISHED, "nonce=0,"),
  SPAWNED_EVALUATED("registry", Place.COMMITTED, "action=Spawned,"),
  SPAWNED_PUBLISHED("registry", Place.PUBLISHED, "action=Spawned,"),
  REGISTERED_SIGNED("messenger", Place.TELLING, "value=Registered]"),

  ESTABLISH_EVALUATED("registry", Place.COMMITTED, "action=EstablishSession,"),
  ESTABLISH_PUBLISHED("registry", Place.PUBLISHED, "action=EstablishSession,"),
  SESSION_BORN("session", Place.COMMITTED, "nonce=0,"),
  SESSION_BIRTH_PUBLISHED("session", Place.PUBLISHED, "nonce=0,"),
  CHAT_LISTS_SIGNED("messenger", Place.PUSHING, "value=UpdateChatList]"),
  CHAT_LIST_EVALUATED("handle", Place.COMMITTED, "action=UpdateChatList,"),
  CHAT_LIST_PUBLISHED("handle", Place.PUBLISHED, "action=UpdateChatList,"),
  ANSWER_SIGNED("messenger", Place.PUSHING, "value=UpdateChatList-Response]"),
  ANSWER_EVALUATED("registry", Place.COMMITTED, "action=UpdateChatList-Response,"),
  ANSWER_PUBLISHED("registry", Place.PUBLISHED, "action=UpdateChatList-Response,"),
  ESTABLISHED_SIGNED("messenger", Place.TELLING, "value=SessionEstablished]");

  /** Where in the program; the first parameter says of what. */
  private enum Place {
    COMMITTED(
        "mostao.ao.runtime.outbox.KafkaOutbox",
        "hand(List,List)",
        "ENTRY",
        "$1.toString().contains(\"%s\")"),
    PUBLISHED(
        "mostao.ao.turn.Turn$Kept",
        "settle()",
        "EXIT",
        "$0.publications.toString().contains(\"%s\")"),
    BORN("mostao.messenger.push.PushPlan", "listings()", "ENTRY", "NOT $0.births.isEmpty()"),
    LISTED("mostao.messenger.push.PushPlan", "messages()", "ENTRY", "NOT $0.births.isEmpty()"),
    PUSHED("mostao.messenger.push.PushCounts", "add(PushPlan)", "ENTRY", "NOT $1.births.isEmpty()"),
    PUSHING(
        "mostao.messenger.push.PushSigner",
        "push(Origin,Result$Outgoing)",
        "ENTRY",
        "$2.toString().contains(\"%s\")"),
    TELLING(
        "mostao.messenger.push.PushSigner",
        "tell(Origin,Result$Outgoing,String)",
        "ENTRY",
        "$2.toString().contains(\"%s\")");

    private final String type;
    private final String method;
    private final String where;
    private final String condition;

    Place(String type, String method, String where, String condition) {
      this.type = type;
      this.method = method;
      this.where = where;
      this.condition = condition;
    }
  }

  private final String service;
  private final Place place;
  private final String what;

  SagaStep(String service, Place place, String what) {
    this.service = service;
    this.place = place;
    this.what = what;
  }

  /** Whose step it is. */
  String service() {
    return service;
  }

  /** The thread that gets there creates the file and stops. */
  String rule(Path marker) {
    return String.format(
        Locale.ROOT,
        """
        RULE %s
        CLASS %s
        METHOD %s
        AT %s
        BIND marker:java.io.File = new java.io.File("%s")
        IF %s
        DO marker.createNewFile(), waitFor("%s")
        ENDRULE
        """,
        name(),
        place.type,
        place.method,
        place.where,
        marker,
        String.format(Locale.ROOT, place.condition, what),
        name());
  }
}
