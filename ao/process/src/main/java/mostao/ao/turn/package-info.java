/**
 * The turn: how a batch of inbox records is evaluated once in effect, whatever dies when.
 *
 * <p>Imports the rest of {@code ao}, no framework. Everything outside is a port: {@link
 * mostao.ao.turn.Store} (one transaction), {@link mostao.ao.turn.Outbox} (what goes to Kafka). The
 * same code runs on PostgreSQL and Kafka, and in memory in tests.
 *
 * <p>Three kinds of failure, never mixed: a refusal is a value inside the Result; a bug is an
 * evaluation with {@code Error}; a broken dependency is a {@link mostao.ao.turn.BrokenDependency},
 * and the turn may be taken again.
 */
package mostao.ao.turn;
