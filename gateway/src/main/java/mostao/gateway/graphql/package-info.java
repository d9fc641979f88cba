/**
 * GraphQL as AO's clients ask it of an Arweave gateway: modules, the scheduler's place, processes
 * and messages, as transactions (AO contract, section 5).
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.authority}, {@code
 * gateway.directory}, {@code gateway.intake} (its worker threads), {@code gateway.reads}, {@code
 * gateway.result}, {@code gateway.units} and graphql-java. Sessions are never listed, since that
 * would show who talks to whom; what a process was sent is listed to its readers alone; what is not
 * indexed is refused, not answered empty. Every query is bounded in size, depth, reads and time,
 * and runs off the event loop.
 */
package mostao.gateway.graphql;
