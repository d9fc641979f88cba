/**
 * A small closed-loop load: so many conversations at a time, each of which sends its next message
 * when the last was taken.
 *
 * <p>May import Jackson and the rest of the client. Writes to a {@code PrintWriter} it is given.
 *
 * <p>Guarantees: messages counted as stored were read in the sessions' histories afterwards;
 * nothing is left running when a run returns.
 */
package mostao.client.bench;
