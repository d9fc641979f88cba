/**
 * What comes from outside: items are read, verified, addressed and delivered to an inbox.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.authority}, {@code
 * gateway.backlog}, {@code gateway.directory}, {@code gateway.inbox} and {@code gateway.limits}. An
 * item is accepted only after the broker acknowledged it; a refused one leaves nothing on any
 * topic; nobody but the authority speaks for a process.
 */
package mostao.gateway.intake;
