/**
 * Reading topics without a consumer group: from the beginning or from now on, and up to their end.
 *
 * <p>Imports {@code ao.wire}, {@code ao.kafka} and the Kafka client. Every record is told once, in
 * partition order, by one thread.
 */
package mostao.ao.kafka.tail;
