/**
 * The REST of the units that evaluate processes, asked over pooled connections with time limits.
 *
 * <p>Imports {@code ao.wire}, {@code gateway.answer} and an HTTP client. A unit that is away or
 * broken is a failure that may be tried again, never an empty answer.
 */
package mostao.gateway.units;
