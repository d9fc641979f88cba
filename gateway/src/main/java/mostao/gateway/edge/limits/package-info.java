/**
 * How much one client may ask for: rates of an address and of a wallet, places, bytes.
 *
 * <p>Imports {@code ao.ans104} and {@code gateway.answer} only. Everything here is counted in this
 * gateway's memory, which is bounded too; every limit is a setting and is off when it is 0; a
 * refusal says when to come back. Thread-safe, never blocks.
 */
package mostao.gateway.edge.limits;
