/**
 * Waiting for the Result of a message that may still be under way.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.directory}, {@code
 * gateway.limits}, {@code gateway.units} and {@code gateway.tail}. A waiting client is answered
 * when the outbox record appears; a record that was missed delays the answer by the re-check, it
 * never loses it; nobody waits for ever, and nothing waits for a client that is gone.
 */
package mostao.gateway.result;
