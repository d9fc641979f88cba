package mostao.registry.action;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import mostao.ao.process.Answer;
import mostao.ao.process.Json;
import mostao.ao.process.Refusal;
import mostao.ao.process.Request;
import mostao.registry.model.Held;
import mostao.registry.model.KeptName;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.Use;

/**
 * How much one wallet and one handle may take, by the time of messages. What no longer counts is
 * removed by the messages that count anew, more of it than they add, so that nothing piles up.
 */
final class Quotas {
  private static final long DAY_MS = 24L * 60 * 60 * 1_000;
  private static final int USES_REMOVED_AT_ONCE = 4;
  private static final int NAMES_FREED_AT_ONCE = 2;

  private Quotas() {}

  /** The refusal of a further name of a wallet, if it may have none. */
  static Optional<Answer<RegistryChange>> noFurtherName(
      Request<RegistryView> request, String owner) {
    long keptMs = request.rules().quotas().keptNameMs();
    Held held = request.view().held(owner, now(request) - keptMs);
    int limit = request.rules().quotas().walletHandles();
    if (held.names() + held.kept() < limit) {
      return Optional.empty();
    }
    Optional<Long> until = held.firstRenounced().map(renounced -> renounced + keptMs);
    return Optional.of(
        exceeded(
            "wallet-handles",
            "wallet "
                + Refusal.quote(owner)
                + " has "
                + held.names()
                + " names, and "
                + held.kept()
                + " more are kept for it, of "
                + limit
                + " in all: "
                + until
                    .map(time -> "try again from " + Instant.ofEpochMilli(time) + " on")
                    .orElse("one that it renounces counts until it is kept no longer"),
            until));
  }

  /** The refusal of a further process spawned for a wallet, if it may have none today. */
  static Optional<Answer<RegistryChange>> noFurtherBirth(
      Request<RegistryView> request, String owner) {
    return noFurther(
        request,
        Use.Kind.BIRTH,
        owner,
        request.rules().quotas().walletBirths(),
        "wallet-births",
        "processes were spawned for wallet ");
  }

  /** The refusal of a further session spawned for a handle, if it may have none today. */
  static Optional<Answer<RegistryChange>> noFurtherSession(
      Request<RegistryView> request, String process) {
    return noFurther(
        request,
        Use.Kind.SESSION,
        process,
        request.rules().quotas().handleSessions(),
        "handle-sessions",
        "sessions were spawned for handle ");
  }

  private static Optional<Answer<RegistryChange>> noFurther(
      Request<RegistryView> request,
      Use.Kind kind,
      String subject,
      int limit,
      String quota,
      String what) {
    return request
        .view()
        .use(kind, subject, limit)
        .map(use -> use.time() + DAY_MS)
        .filter(until -> until > now(request))
        .map(
            until ->
                exceeded(
                    quota,
                    limit
                        + " "
                        + what
                        + Refusal.quote(subject)
                        + " within 24 hours, which is the limit: try again from "
                        + Instant.ofEpochMilli(until)
                        + " on",
                    Optional.of(until)));
  }

  private static Answer<RegistryChange> exceeded(
      String quota, String message, Optional<Long> until) {
    ObjectNode details = Json.object().put("quota", quota);
    until.ifPresent(time -> details.set("until", Json.seconds(time)));
    return new Answer.Refused<>(new Refusal(Refusal.Code.QUOTA_EXCEEDED, message), details);
  }

  /** A spawn that counts from now on. */
  static RegistryChange used(
      Request<RegistryView> request, Use.Kind kind, String subject, long reference) {
    return new RegistryChange.PutUse(new Use(kind, subject, reference, now(request)));
  }

  /** Whether a renounced name is still its last owner's. */
  static boolean isKept(Request<RegistryView> request, KeptName name) {
    return keptUntil(request, name) > now(request);
  }

  static long keptUntil(Request<RegistryView> request, KeptName name) {
    return name.renounced() + request.rules().quotas().keptNameMs();
  }

  /** Removes some of what counts no longer. */
  static List<RegistryChange> swept(Request<RegistryView> request) {
    List<RegistryChange> changes = new ArrayList<>();
    for (Use use : request.view().oldestUses(USES_REMOVED_AT_ONCE)) {
      if (use.time() + DAY_MS <= now(request)) {
        changes.add(new RegistryChange.RemoveUse(use.kind(), use.reference()));
      }
    }
    for (KeptName name : request.view().oldestKept(NAMES_FREED_AT_ONCE)) {
      if (!isKept(request, name)) {
        changes.add(new RegistryChange.FreeName(name.handle()));
      }
    }
    return changes;
  }

  private static long now(Request<RegistryView> request) {
    return request.message().timestamp();
  }
}
