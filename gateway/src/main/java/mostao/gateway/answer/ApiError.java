package mostao.gateway.answer;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Why the gateway did not do what it was asked.
 *
 * @param status HTTP status
 * @param code one word for programs
 * @param error one sentence for people, naming the offending value
 * @param retryAfterSeconds when asking again may help
 */
public record ApiError(int status, String code, String error, OptionalInt retryAfterSeconds) {
  private static final int SHOWN = 60;

  public ApiError {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(error, "error");
    Objects.requireNonNull(retryAfterSeconds, "retryAfterSeconds");
  }

  /** The bytes are no item whose signature holds. */
  public static ApiError invalidItem(String error) {
    return refuse(400, "InvalidItem", error);
  }

  /** The item is no message or process of the ao protocol. */
  public static ApiError notAo(String error) {
    return refuse(400, "NotAo", error);
  }

  /** A parameter or field is missing or wrong. */
  public static ApiError invalidRequest(String error) {
    return refuse(400, "InvalidRequest", error);
  }

  /** Somebody speaks for a process without being the authority. */
  public static ApiError forged(String error) {
    return refuse(403, "Forged", error);
  }

  /** The module can't be spawned from outside. */
  public static ApiError spawnRefused(String error) {
    return refuse(403, "SpawnRefused", error);
  }

  /** The proof is too old, or dated in the future. */
  public static ApiError staleProof(String error) {
    return refuse(403, "StaleProof", error);
  }

  /** What was asked for is for its owner only. */
  public static ApiError unauthorized(String error) {
    return refuse(403, "Unauthorized", error);
  }

  /** An access token is none, or no longer one. */
  public static ApiError invalidToken(String error) {
    return refuse(401, "InvalidToken", error);
  }

  public static ApiError unknownProcess(String process) {
    return refuse(
        404, "UnknownProcess", "process " + quote(process) + " does not exist in this deployment");
  }

  public static ApiError notFound(String error) {
    return refuse(404, "NotFound", error);
  }

  public static ApiError tooLarge(String error) {
    return refuse(413, "TooLarge", error);
  }

  /** This client, or all of them together, ask for too much at a time. */
  public static ApiError tooMany(String error) {
    return later(429, "TooMany", error);
  }

  /** This client asks too often; it may again in so many seconds. */
  public static ApiError tooMany(String error, int retryAfterSeconds) {
    return new ApiError(429, "TooMany", error, OptionalInt.of(retryAfterSeconds));
  }

  /** The request did not come in time. */
  public static ApiError tooSlow(String error) {
    return refuse(408, "TooSlow", error);
  }

  /** The gateway is at its limit. */
  public static ApiError overloaded(String error) {
    return later(503, "Overloaded", error);
  }

  public static ApiError brokerUnavailable() {
    return later(
        503,
        "BrokerUnavailable",
        "the message log did not acknowledge in time; post the same item again, it can't count"
            + " twice");
  }

  /** What stands on the message log can't be read now. */
  public static ApiError logUnavailable() {
    return later(
        503, "BrokerUnavailable", "the message log does not answer; ask again in a moment");
  }

  /** No messenger has recorded what the deployment is made of. */
  public static ApiError deploymentUnknown() {
    return later(
        503,
        "DeploymentUnknown",
        "the messenger has not recorded the Registry yet; ask again in a moment");
  }

  public static ApiError unitUnavailable(String module) {
    return later(
        503, "UnitUnavailable", "the " + module + " unit does not answer; ask again in a moment");
  }

  /** The key of access tokens can't be read. */
  public static ApiError accessUnavailable() {
    return later(
        503,
        "AccessUnavailable",
        "access tokens can't be checked or given right now; the gateway's log says why");
  }

  public static ApiError notEvaluated(String error) {
    return later(504, "NotEvaluated", error);
  }

  public static ApiError broken() {
    return refuse(
        500, "InternalError", "the gateway failed at this request; its log says what happened");
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

  private static ApiError refuse(int status, String code, String error) {
    return new ApiError(status, code, error, OptionalInt.empty());
  }

  private static ApiError later(int status, String code, String error) {
    return new ApiError(status, code, error, OptionalInt.of(1));
  }
}
