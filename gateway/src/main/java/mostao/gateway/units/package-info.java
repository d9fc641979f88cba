/**
 * Where requests meet the rest of the deployment: the directory of processes and the units that
 * evaluate them.
 *
 * <p>Imports {@code ao.kafka}'s directory and log, {@code ao.unit}, {@code ao.wire}, {@code
 * gateway.answer}, {@code gateway.edge.limits} and the HTTP client of Vert.x. A broker or a unit
 * that is down or broken is a failure that may be tried again, never an empty answer. Connections
 * and questions in flight are bounded, and clients take turns; nothing blocks.
 */
package mostao.gateway.units;
