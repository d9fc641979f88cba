/**
 * A steady load with a judge, for what is to happen while messages go on: restarts, scaling,
 * upgrades, failures.
 *
 * <p>May import Jackson and the rest of the client. Writes to a {@code PrintWriter} it is given.
 *
 * <p>Guarantees: no request is hidden, whether it was tried again or not; every message that was
 * accepted is looked for in its session; nothing is left running when a run returns.
 */
package mostao.client.soak;
