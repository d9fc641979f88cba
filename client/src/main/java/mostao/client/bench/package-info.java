/**
 * The load tool: messages from handle to handle through sessions, or dry-runs, at a rate or as many
 * as a system takes, with items that were signed and requests that were made before.
 *
 * <p>May import Jackson, Kafka's clients, HdrHistogram and the rest of the client. Writes to a
 * {@code PrintWriter} and a folder it is given; what the system's programs use it is told by a
 * {@code Meter}.
 *
 * <p>Guarantees: no time is of a message that was not delivered; at a rate, time counts from when a
 * message was due; a run in which something was lost, doubled, reordered or not delivered is not
 * ok, nor is one with a question that had no answer, or a wrong one; no item is posted by two runs;
 * nothing is left running when a run returns.
 */
package mostao.client.bench;
