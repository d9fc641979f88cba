/**
 * Questions that a unit answers: Results, dry-runs. The gateway checks who asks, and passes on.
 *
 * <p>Imports {@code ao.*}, {@code gateway.access}, {@code gateway.answer}, {@code
 * gateway.directory}, {@code gateway.intake}, {@code gateway.result} and {@code gateway.units}.
 * Nothing here changes a process; what belongs to an owner or to two parties is not listed to
 * strangers.
 */
package mostao.gateway.reads;
