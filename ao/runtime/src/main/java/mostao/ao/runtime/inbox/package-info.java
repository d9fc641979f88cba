/**
 * The inbox: the one place where records come in. A batch is polled, taken by the turn, published,
 * and only then its offsets are committed.
 *
 * <p>Imports the unit, Kafka and SmallRye Reactive Messaging. No service has a consumer of its own.
 *
 * <p>Guarantees: no record is skipped and none is refused back to the connector; a batch that can't
 * be done now is tried again later, in order, while the consumer stays in its group.
 */
package mostao.ao.runtime.inbox;
