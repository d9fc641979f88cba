/**
 * The state of a session: the generations of its key and its messages, both as the parties
 * encrypted them; and how that changes.
 *
 * <p>Imports {@code ao.message}, {@code ao.process} and a JSON tree. Everything here is a value but
 * {@link mostao.session.model.MemorySession}, which says what every change means; the tables in
 * PostgreSQL must behave the same.
 */
package mostao.session.model;
