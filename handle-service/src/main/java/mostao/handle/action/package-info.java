/**
 * The Actions of a handle (PROTOCOL, Handle), one class each, and the table that lists them.
 *
 * <p>Imports {@code handle.model}, {@code ao.message}, {@code ao.process}, {@code Base64Url} of
 * {@code ao.ans104} for ids, and a JSON tree; sees no database, no topic and no framework.
 * Evaluation is pure: time is the message's.
 */
package mostao.handle.action;
