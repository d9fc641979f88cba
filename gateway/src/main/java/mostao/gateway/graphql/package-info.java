/**
 * GraphQL as AO's clients ask it of an Arweave gateway: modules, the scheduler's location,
 * processes and messages as transactions (AO contract, section 5).
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code
 * gateway.edge.limits}, {@code gateway.intake} (threads), {@code gateway.result}, {@code
 * gateway.scheduler} (its key), {@code gateway.units} and graphql-java. Sessions are never listed,
 * since that would show who talks to whom; messages of a process are listed only to its readers; a
 * filter that is not indexed is refused, not answered empty. Every query is bounded in size, depth,
 * reads and time, pays for its reads, and runs off the event loop.
 */
package mostao.gateway.graphql;
