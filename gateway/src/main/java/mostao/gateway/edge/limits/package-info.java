/**
 * How much one client may ask for: rates of an address and of a wallet, concurrent requests, bytes;
 * and how what all share is shared, so that whoever holds most makes room.
 *
 * <p>Imports {@code ao.ans104} and {@code gateway.answer}; every room may ask it. Counted in this
 * gateway's memory, which is bounded too. Every limit is a setting and is off when it is 0; a
 * refusal says when to try again. Thread-safe, never blocks.
 */
package mostao.gateway.edge.limits;
