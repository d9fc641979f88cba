/**
 * The rows of handles in PostgreSQL, behaving as {@link mostao.handle.model.MemoryHandle} says.
 *
 * <p>Imports {@code handle.model}, {@code ao} and Hibernate with Panache; never {@code action} or
 * {@code boot}. Called inside a transaction of the unit's store only. Ids are assigned; every read
 * is one row by its key or one range of an index, bounded before it is read; text that people wrote
 * is kept as ASCII JSON, because PostgreSQL can't hold U+0000.
 */
package mostao.handle.store;
