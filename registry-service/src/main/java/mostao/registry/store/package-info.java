/**
 * The Registry's rows in PostgreSQL, behaving as {@link mostao.registry.model.MemoryRegistry} says.
 *
 * <p>Imports {@code registry.model}, {@code ao} and Hibernate with Panache; never {@code action} or
 * {@code boot}. Turns come through Hibernate, inside a transaction of the unit's store only;
 * readers ask by plain SQL, see {@link mostao.registry.store.AskedRegistry}. Ids are assigned;
 * every read is one row by its key or one range of an index; text that people wrote is kept as
 * ASCII JSON, because PostgreSQL can't hold U+0000. Rows are not loaded before a batch: they are
 * not held after they were read, see {@link mostao.registry.store.RegistryTables}.
 */
package mostao.registry.store;
