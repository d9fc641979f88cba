/**
 * The ports of the turn in memory: the same turn that runs on PostgreSQL and Kafka, without either;
 * and a consumer group of one.
 *
 * <p>Imports {@code ao} and Kafka's client only. A transaction here keeps all or nothing, as a real
 * one does. Not thread-safe: one test, one thread.
 */
package mostao.ao.testkit.memory;
