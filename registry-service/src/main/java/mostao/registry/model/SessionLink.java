package mostao.registry.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * The session between two handles. It belongs to the two handle <em>processes</em>, so that a name
 * given up and registered anew never sees the sessions of the one before. A process never changes
 * its name; A is the handle whose name comes first ignoring case, hence a pair has one link,
 * whichever side asks.
 *
 * @param processA process of the handle whose name comes first
 * @param processB process of the other handle
 * @param handleA name of A
 * @param handleB name of B
 * @param status how far the saga has come
 * @param spawnReference reference of the spawn that asked for the session's process
 * @param session the session's process; empty while that is being spawned
 * @param answeredA whether A has the session in its chat list
 * @param answeredB whether B has it
 * @param requesters who gets a message once the session is active, in the order they asked; none
 *     twice, at most {@value #MAX_REQUESTERS}
 * @param askedA whether A's side has asked for the session; of neither, it is from before that was
 *     kept
 * @param askedB whether B's side has
 */
public record SessionLink(
    String processA,
    String processB,
    String handleA,
    String handleB,
    Status status,
    long spawnReference,
    Optional<String> session,
    boolean answeredA,
    boolean answeredB,
    List<Requester> requesters,
    boolean askedA,
    boolean askedB) {

  /** Requests beyond these are answered at once like all others, but get no later notice. */
  public static final int MAX_REQUESTERS = 16;

  /** The steps of the saga. */
  public enum Status {
    /** The session's process has been asked for. */
    SPAWNING,
    /** The process is there; the two handles are being told. */
    TELLING,
    /** Both handles know. */
    ACTIVE
  }

  public SessionLink {
    Objects.requireNonNull(processA, "processA");
    Objects.requireNonNull(processB, "processB");
    Objects.requireNonNull(handleA, "handleA");
    Objects.requireNonNull(handleB, "handleB");
    Objects.requireNonNull(status, "status");
    Objects.requireNonNull(session, "session");
    requesters = List.copyOf(requesters);
    if (Name.key(handleA).compareTo(Name.key(handleB)) >= 0) {
      throw new IllegalArgumentException(handleA + " does not come before " + handleB);
    }
    if (session.isPresent() == (status == Status.SPAWNING)) {
      throw new IllegalArgumentException(
          "session of " + handleA + " and " + handleB + " is " + status);
    }
    if (requesters.size() > MAX_REQUESTERS) {
      throw new IllegalArgumentException(requesters.size() + " requesters are kept");
    }
  }

  /**
   * A session just asked for.
   *
   * @param a active name that comes first
   * @param b the other active name
   * @param by the sides that ask
   */
  public static SessionLink asked(
      Name a, Name b, Set<Side> by, long spawnReference, Requester requester) {
    return new SessionLink(
        a.process(),
        b.process(),
        a.handle(),
        b.handle(),
        Status.SPAWNING,
        spawnReference,
        Optional.empty(),
        false,
        false,
        List.of(requester),
        by.contains(Side.A),
        by.contains(Side.B));
  }

  public boolean asked(Side side) {
    return side == Side.A ? askedA : askedB;
  }

  /** The same link, asked for by these sides as well. */
  public SessionLink askedBy(Set<Side> sides) {
    return new SessionLink(
        processA,
        processB,
        handleA,
        handleB,
        status,
        spawnReference,
        session,
        answeredA,
        answeredB,
        requesters,
        askedA || sides.contains(Side.A),
        askedB || sides.contains(Side.B));
  }

  public String process(Side side) {
    return side == Side.A ? processA : processB;
  }

  public String handle(Side side) {
    return side == Side.A ? handleA : handleB;
  }

  public boolean answered(Side side) {
    return side == Side.A ? answeredA : answeredB;
  }

  /**
   * @throws IllegalStateException while the session is being spawned
   */
  public String sessionProcess() {
    return session.orElseThrow(
        () -> new IllegalStateException("no session of " + handleA + " and " + handleB + " yet"));
  }

  /** The same link with one more to tell, unless it is among them or there is no more room. */
  public SessionLink with(Requester requester) {
    if (requesters.contains(requester) || requesters.size() == MAX_REQUESTERS) {
      return this;
    }
    List<Requester> more = new ArrayList<>(requesters);
    more.add(requester);
    return changed(status, session, answeredA, answeredB, more);
  }

  /** The session's process is there. */
  public SessionLink spawned(String process) {
    return changed(Status.TELLING, Optional.of(process), false, false, requesters);
  }

  /** A handle has answered; once both have, the link is active and has no waiting requesters. */
  public SessionLink answeredBy(Side side) {
    boolean a = answeredA || side == Side.A;
    boolean b = answeredB || side == Side.B;
    return a && b
        ? changed(Status.ACTIVE, session, true, true, List.of())
        : changed(status, session, a, b, requesters);
  }

  private SessionLink changed(
      Status newStatus,
      Optional<String> newSession,
      boolean newAnsweredA,
      boolean newAnsweredB,
      List<Requester> newRequesters) {
    return new SessionLink(
        processA,
        processB,
        handleA,
        handleB,
        newStatus,
        spawnReference,
        newSession,
        newAnsweredA,
        newAnsweredB,
        newRequesters,
        askedA,
        askedB);
  }
}
