/**
 * The rows of sessions in PostgreSQL, behaving as {@link mostao.session.model.MemorySession} says.
 *
 * <p>Imports {@code session.model}, {@code ao} and Hibernate with Panache; never {@code action} or
 * {@code boot}. Turns find and put rows by their keys ({@link mostao.session.store.Rows}) and read
 * pages through Hibernate, inside a transaction of the unit's store only; readers ask by plain SQL,
 * see {@link mostao.session.store.AskedSession}. Ids are assigned; a page of the history costs the
 * same however long the history is; text that people wrote is kept as ASCII JSON, because
 * PostgreSQL can't hold U+0000.
 */
package mostao.session.store;
