/**
 * The scheduler unit's reads, and assigning a message to a further process.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer}, {@code gateway.authority}, {@code
 * gateway.backlog}, {@code gateway.directory}, {@code gateway.inbox}, {@code gateway.intake}'s
 * threads, {@code gateway.reads}' guard, {@code gateway.result} and {@code gateway.units}. The
 * order of a process is its unit's log; the assignments are made from it when somebody asks, the
 * same by every gateway, and what is kept of them is a bounded cache. Nothing here blocks its
 * caller.
 */
package mostao.gateway.scheduler;
