/**
 * Batches of what a member of a consumer group polls.
 *
 * <p>Imports the Kafka client alone. What was polled is read by a few threads; records are handed
 * over in the order they came, in batches that hold all that came meanwhile, with a rest between
 * large ones, and none of a partition that has become another member's before its batch began.
 */
package mostao.ao.kafka.group;
