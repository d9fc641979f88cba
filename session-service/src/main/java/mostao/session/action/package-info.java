/**
 * The Actions of a session (PROTOCOL, Session), one class each, and the table that lists them.
 *
 * <p>Imports {@code session.model}, {@code ao.message}, {@code ao.process} and a JSON tree; sees no
 * database, no topic and no framework. Evaluation is pure: time is the message's. Nothing here ever
 * holds plain text or an open key.
 */
package mostao.session.action;
