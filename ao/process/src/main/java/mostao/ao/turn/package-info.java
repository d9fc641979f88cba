/**
 * The turn: how a batch of inbox records is evaluated once in effect, whatever dies when.
 *
 * <p>Imports the rest of {@code ao}, no framework. Everything outside is a port: {@link
 * mostao.ao.turn.Store} (one transaction), {@link mostao.ao.turn.Tables} (a module's own rows in
 * it), {@link mostao.ao.turn.Outbox} (what goes to Kafka). Each states its contract and has a kit
 * of tests in ao/testkit. The same code runs on PostgreSQL and Kafka, and in memory in tests.
 *
 * <p>{@link mostao.ao.turn.InboxVerifier} stands at the entrance: only a record that it has
 * verified, a {@link mostao.ao.turn.VerifiedRecord}, becomes a message that is evaluated.
 *
 * <p>Three kinds of failure, never mixed: a refusal is a value inside the Result; a bug is an
 * evaluation with {@code Error}; a broken dependency is a {@link mostao.ao.turn.BrokenDependency},
 * and the turn may be taken again.
 */
package mostao.ao.turn;
