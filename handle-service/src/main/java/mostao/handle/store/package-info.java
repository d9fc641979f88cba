/**
 * The rows of handles in PostgreSQL, behaving as {@link mostao.handle.model.MemoryHandle} says.
 *
 * <p>Imports {@code handle.model}, {@code ao} and Hibernate with Panache; never {@code action} or
 * {@code boot}. Turns find and put chats by their keys ({@link mostao.handle.store.Chats}), and
 * come to the rest through Hibernate, inside a transaction of the unit's store only; readers ask by
 * plain SQL, see {@link mostao.handle.store.AskedHandle}. Ids are assigned; every read is one row
 * by its key or one range of an index, bounded before it is read; text that people wrote is kept as
 * ASCII JSON, because PostgreSQL can't hold U+0000.
 */
package mostao.handle.store;
