/**
 * The unit: one service's module on PostgreSQL. Holds the transaction a turn runs in, the progress
 * of each inbox partition, the rows every process has, and the evaluation log; and wires the turn
 * out of them.
 *
 * <p>Imports {@code ao} and Quarkus, no service. A service gives it a {@link
 * mostao.ao.runtime.unit.Module} and gets everything else.
 *
 * <p>Guarantees: what happens in one {@code transact} is kept whole or not at all; whatever goes
 * wrong with the database there is a {@link mostao.ao.turn.BrokenDependency} and nothing else. What
 * readers ask can change nothing, and a server that takes no changes any more answers none of it.
 */
package mostao.ao.runtime.unit;
