/**
 * The gateway over HTTP: posting signed items, waiting for their Results, asking processes.
 *
 * <p>May import the JDK's HTTP client, Jackson, {@code ao.ans104}, {@code ao.message}, {@code
 * ao.wire} and {@code client.wallet}.
 *
 * <p>Guarantees: every call has a deadline; a retry is the same request byte for byte, so an item
 * that arrives twice has one effect; every answer of the gateway becomes a value or a {@link
 * mostao.client.http.GatewayException} with the status and the gateway's own sentence.
 */
package mostao.client.http;
