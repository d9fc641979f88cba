package mostao.gateway.answer;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Why the gateway refused a request or failed at it.
 *
 * @param code for programs
 * @param error one sentence for people, naming the offending value
 * @param retryAfterSeconds when asking again may help
 */
public record ApiError(ErrorCode code, String error, OptionalInt retryAfterSeconds) {
  private static final int SHOWN = 60;

  public ApiError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(retryAfterSeconds, "retryAfterSeconds");
  }

  /** The bytes are not an item whose signature holds. */
  public static ApiError invalidItem(String error) {
    return refuse(ErrorCode.INVALID_ITEM, error);
  }

  /** The item is not a message or process of the ao protocol. */
  public static ApiError notAo(String error) {
    return refuse(ErrorCode.NOT_AO, error);
  }

  /** A parameter or field is missing or wrong. */
  public static ApiError invalidRequest(String error) {
    return refuse(ErrorCode.INVALID_REQUEST, error);
  }

  /** The signer speaks for a process without being the authority. */
  public static ApiError forged(String error) {
    return refuse(ErrorCode.FORGED, error);
  }

  /** The module can't be spawned from outside. */
  public static ApiError spawnRefused(String error) {
    return refuse(ErrorCode.SPAWN_REFUSED, error);
  }

  /** The proof is too old, or dated in the future. */
  public static ApiError staleProof(String error) {
    return refuse(ErrorCode.STALE_PROOF, error);
  }

  /** The requested data is for its owner only. */
  public static ApiError unauthorized(String error) {
    return refuse(ErrorCode.UNAUTHORIZED, error);
  }

  /** The access token is invalid, expired or revoked. */
  public static ApiError invalidToken(String error) {
    return refuse(ErrorCode.INVALID_TOKEN, error);
  }

  public static ApiError unknownProcess(String process) {
    return refuse(
        ErrorCode.UNKNOWN_PROCESS,
        "process " + quote(process) + " does not exist in this deployment");
  }

  public static ApiError notFound(String error) {
    return refuse(ErrorCode.NOT_FOUND, error);
  }

  /** It was there, and was not kept for so long. */
  public static ApiError notKept(String error) {
    return refuse(ErrorCode.NOT_KEPT, error);
  }

  public static ApiError tooLarge(String error) {
    return refuse(ErrorCode.TOO_LARGE, error);
  }

  /** This client, or all of them together, ask for too much at a time. */
  public static ApiError tooMany(String error) {
    return later(ErrorCode.TOO_MANY, error);
  }

  /** This client asks too often; it may again in so many seconds. */
  public static ApiError tooMany(String error, int retryAfterSeconds) {
    return new ApiError(ErrorCode.TOO_MANY, error, OptionalInt.of(retryAfterSeconds));
  }

  /** The query would cost more than one may. */
  public static ApiError tooCostly(String error) {
    return refuse(ErrorCode.TOO_COSTLY, error);
  }

  /** The broker can't store much more; that changes only when its operator does something. */
  public static ApiError diskFull(String error) {
    return new ApiError(ErrorCode.DISK_FULL, error, OptionalInt.of(30));
  }

  /** There are as many processes as may be; that changes only when the operator does something. */
  public static ApiError directoryFull(String error) {
    return new ApiError(ErrorCode.DIRECTORY_FULL, error, OptionalInt.of(30));
  }

  /** The request did not come in time. */
  public static ApiError tooSlow(String error) {
    return refuse(ErrorCode.TOO_SLOW, error);
  }

  /** The gateway is at its limit. */
  public static ApiError overloaded(String error) {
    return later(ErrorCode.OVERLOADED, error);
  }

  public static ApiError brokerUnavailable() {
    return later(
        ErrorCode.BROKER_UNAVAILABLE,
        "the message log did not acknowledge in time; post the same item again, it can't count"
            + " twice");
  }

  /** The message log can't be read now. */
  public static ApiError logUnavailable() {
    return later(
        ErrorCode.BROKER_UNAVAILABLE, "the message log does not answer; try again in a moment");
  }

  /** No messenger has written the deployment record yet. */
  public static ApiError deploymentUnknown() {
    return later(
        ErrorCode.DEPLOYMENT_UNKNOWN,
        "the messenger has not recorded the Registry yet; try again in a moment");
  }

  public static ApiError unitUnavailable(String module) {
    return later(
        ErrorCode.UNIT_UNAVAILABLE,
        "the " + module + " unit does not answer; try again in a moment");
  }

  /** The key of access tokens can't be read. */
  public static ApiError accessUnavailable() {
    return later(
        ErrorCode.ACCESS_UNAVAILABLE,
        "access tokens can't be checked or given right now; the gateway's log says why");
  }

  public static ApiError notReady(String error) {
    return later(ErrorCode.NOT_READY, error);
  }

  public static ApiError notAnswered(String error) {
    return later(ErrorCode.NOT_ANSWERED, error);
  }

  /** The path takes other methods. */
  public static ApiError notAllowed(String path) {
    return refuse(ErrorCode.NOT_ALLOWED, quote(path) + " does not take this method");
  }

  public static ApiError notEvaluated(String error) {
    return later(ErrorCode.NOT_EVALUATED, error);
  }

  public static ApiError broken() {
    return refuse(
        ErrorCode.INTERNAL_ERROR, "the gateway failed at this request; its log says what happened");
  }

  /** Whether what was asked for does not exist, not yet, or as far as can be known. */
  public boolean isMissing() {
    return code == ErrorCode.NOT_FOUND
        || code == ErrorCode.UNKNOWN_PROCESS
        || code == ErrorCode.DIRECTORY_FULL;
  }

  /** The value in quotes, cut when it is long, so that an answer stays one line. */
  public static String quote(String value) {
    StringBuilder shown = new StringBuilder("'");
    value
        .codePoints()
        .limit(SHOWN)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
    return shown.append(value.codePointCount(0, value.length()) > SHOWN ? "…'" : "'").toString();
  }

  private static ApiError refuse(ErrorCode code, String error) {
    return new ApiError(code, error, OptionalInt.empty());
  }

  private static ApiError later(ErrorCode code, String error) {
    return new ApiError(code, error, OptionalInt.of(1));
  }
}
