/**
 * A deployment in one thread: brokers, consumer groups, producers and databases in memory, under
 * the real turn, with virtual time and faults, all drawn from one seed.
 *
 * <p>Imports {@code ao} only; the tests that simulate modules and the messenger supply them. The
 * same seed gives the same run, step for step, on every machine: nothing here reads a clock, starts
 * a thread or iterates over anything without an order. Not thread-safe: one simulation, one thread.
 */
package mostao.ao.testkit.simulation;
