/**
 * Reads of what processes evaluated: one Result, pages of Results, states and dry-runs.
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code
 * gateway.edge.limits}, {@code gateway.intake} (the items of signed dry-runs) and {@code
 * gateway.units}. A waiting request is answered when the outbox record appears; a record that was
 * missed delays the answer until the next check and never loses it. Every wait has a limit and ends
 * when its client disconnects.
 */
package mostao.gateway.result;
