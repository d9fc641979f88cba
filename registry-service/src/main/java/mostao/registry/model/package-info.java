/**
 * The state of the Registry: names, the sessions between pairs of handles, and the notices to
 * handles that still wait for an answer. Rows as records, the changes to them, the reads of them,
 * and what both mean in memory.
 *
 * <p>Imports {@code ao.process} and nothing of a database. Records are immutable and check
 * themselves; {@link mostao.registry.model.MemoryRegistry} says what every change means, and the
 * PostgreSQL tables behave the same.
 */
package mostao.registry.model;
