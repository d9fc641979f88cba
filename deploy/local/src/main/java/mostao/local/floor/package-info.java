/**
 * What a message costs at least on this machine: its signatures, its records and its rows, without
 * the programs of this system; and what it costs to go its whole way with bare clients. Works on a
 * system of {@code ./mostao up} that has just carried messages, from which the samples are taken.
 *
 * <p>May import Kafka's clients, PostgreSQL's driver, {@code ao.ans104}, {@code ao.wire}, {@code
 * local.meter} and the client's {@code bench}.
 *
 * <p>Guarantees: it writes to topics and schemas of its own alone, and removes them.
 */
package mostao.local.floor;
