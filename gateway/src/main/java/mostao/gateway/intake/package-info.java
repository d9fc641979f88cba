/**
 * Signed items from outside: read, verified, screened and written to an inbox.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.edge.limits} and {@code
 * gateway.units}. An item is accepted only after the broker has acknowledged it; a refused item
 * leaves nothing on any topic; only the authority's signature speaks for a process. Items in
 * flight, and records that wait for their consumers, are bounded.
 */
package mostao.gateway.intake;
