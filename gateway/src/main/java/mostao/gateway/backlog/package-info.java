/**
 * How far the system is behind with what it has accepted, and the refusal of more when that is too
 * far.
 *
 * <p>Imports the Kafka client, {@code ao.wire} and {@code gateway.answer}. Accepted items wait on
 * the broker's disk, not in anybody's memory; this keeps that queue, and so the time until an item
 * is evaluated, within a bound. What processes send each other is never refused. Thread-safe, never
 * blocks its callers.
 */
package mostao.gateway.backlog;
