/**
 * The Registry's Actions, one class each, and the table that lists them.
 *
 * <p>Imports {@code ao.message}, {@code ao.process} and {@code registry.model}: no database, no
 * Kafka, no clock. Handlers are pure and stateless; a refusal is a value. Two of them begin sagas
 * (Register, EstablishSession): each step is found again by the reference of what was asked for, so
 * that a step that comes twice, late or without a request changes nothing.
 */
package mostao.registry.action;
