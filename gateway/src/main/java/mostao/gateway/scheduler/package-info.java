/**
 * The scheduler unit: pages of a process's messages with signed assignments, and assigning a
 * message to another process.
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code gateway.intake}
 * (threads, backlog), {@code gateway.result} and {@code gateway.units}. The order of a process is
 * its unit's log. Assignments are signed when they are asked for, with the scheduler key, which
 * can't speak for a process; every gateway with that key makes the same ones. Only a bounded cache
 * of them is kept. Nothing blocks.
 */
package mostao.gateway.scheduler;
