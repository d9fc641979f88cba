package mostao.local.watch;

/** How the processing of a record ended. */
public enum Outcome {
  /** Evaluated. */
  RESULT,
  /** Evaluated; the answer is a refusal. */
  REFUSED,
  /** Evaluated; the handler failed. */
  ERROR,
  /** Not a message, or not deliverable: a dead letter. */
  DEAD
}
