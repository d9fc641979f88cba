/**
 * What a running local system uses: processor time, bytes written and memory of each program, from
 * Linux's {@code /proc}; rows and transactions, from PostgreSQL's statistics.
 *
 * <p>May import PostgreSQL's driver and the client's {@code bench}, which reads the meter.
 *
 * <p>Guarantees: it finds the system by its data directory alone, changes nothing in it, and costs
 * it a query and some files for each reading.
 */
package mostao.local.meter;
