package mostao.gateway.answer;

/** Why a request was refused: the word that programs read in {@code code}. */
public enum ErrorCode {
  /** The bytes are not an item whose signature holds. */
  INVALID_ITEM("InvalidItem"),
  /** The item is neither a message nor a process of the ao protocol. */
  NOT_AO("NotAo"),
  /** A parameter, a field or the request itself is missing or wrong. */
  INVALID_REQUEST("InvalidRequest"),
  /** The path takes other methods. */
  NOT_ALLOWED("NotAllowed"),
  /** An item speaks for a process, and the authority did not sign it. */
  FORGED("Forged"),
  /** Wallets can't spawn processes of this module. */
  SPAWN_REFUSED("SpawnRefused"),
  /** The proof is too old, or dated in the future. */
  STALE_PROOF("StaleProof"),
  /** It is for its owner only. */
  UNAUTHORIZED("Unauthorized"),
  /** The access token is malformed, altered, expired or revoked. */
  INVALID_TOKEN("InvalidToken"),
  /** This deployment has no such process. */
  UNKNOWN_PROCESS("UnknownProcess"),
  NOT_FOUND("NotFound"),
  /** It was there, and was not kept for so long. */
  NOT_KEPT("NotKept"),
  TOO_LARGE("TooLarge"),
  /** This client, or all clients together, ask for too much. */
  TOO_MANY("TooMany"),
  /** The query would cost more than one may. */
  TOO_COSTLY("TooCostly"),
  /** The request did not arrive in time. */
  TOO_SLOW("TooSlow"),
  /** The gateway is at a limit of its own. */
  OVERLOADED("Overloaded"),
  /** The broker's disk is nearly full. */
  DISK_FULL("DiskFull"),
  /** The deployment has as many processes as it may have. */
  DIRECTORY_FULL("DirectoryFull"),
  BROKER_UNAVAILABLE("BrokerUnavailable"),
  /** No messenger has recorded the deployment yet. */
  DEPLOYMENT_UNKNOWN("DeploymentUnknown"),
  UNIT_UNAVAILABLE("UnitUnavailable"),
  /** The key of access tokens can't be read. */
  ACCESS_UNAVAILABLE("AccessUnavailable"),
  /** A chain of assignments is still being computed. */
  NOT_READY("NotReady"),
  /** The message was not evaluated while the request waited. */
  NOT_EVALUATED("NotEvaluated"),
  /** A query took too long. */
  NOT_ANSWERED("NotAnswered"),
  /** A bug of the gateway. */
  INTERNAL_ERROR("InternalError");

  private final String text;

  ErrorCode(String text) {
    this.text = text;
  }

  /** As clients get it. */
  public String text() {
    return text;
  }
}
