/**
 * The state of a handle: its profile, its chat list, its inbox; and its changes.
 *
 * <p>Imports {@code ao.message}, {@code ao.process} and a JSON tree. Everything here is a value but
 * {@link mostao.handle.model.MemoryHandle}, which says what every change means; the tables in
 * PostgreSQL must behave the same.
 */
package mostao.handle.model;
