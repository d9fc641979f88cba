package mostao.gateway.edge.http;

import mostao.gateway.answer.ErrorCode;

/** The HTTP status of each refusal. Nothing else in the gateway knows statuses. */
final class HttpStatus {
  static final int OK = 200;
  static final int UNAUTHENTICATED = 401;
  static final int TOO_MANY = 429;

  private HttpStatus() {}

  /** A code without a status does not compile. */
  static int of(ErrorCode code) {
    return switch (code) {
      case INVALID_ITEM, NOT_AO, INVALID_REQUEST -> 400;
      case INVALID_TOKEN -> UNAUTHENTICATED;
      case FORGED, SPAWN_REFUSED, STALE_PROOF, UNAUTHORIZED -> 403;
      case UNKNOWN_PROCESS, NOT_FOUND -> 404;
      case TOO_COSTLY -> 400;
      case NOT_KEPT -> 410;
      case NOT_ALLOWED -> 405;
      case TOO_SLOW -> 408;
      case TOO_LARGE -> 413;
      case TOO_MANY -> TOO_MANY;
      case INTERNAL_ERROR -> 500;
      case OVERLOADED,
          DISK_FULL,
          DIRECTORY_FULL,
          BROKER_UNAVAILABLE,
          DEPLOYMENT_UNKNOWN,
          UNIT_UNAVAILABLE,
          ACCESS_UNAVAILABLE,
          NOT_READY ->
          503;
      case NOT_EVALUATED, NOT_ANSWERED -> 504;
    };
  }
}
