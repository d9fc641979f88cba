/**
 * The gateway over HTTP: posting signed items, waiting for their Results, asking processes.
 *
 * <p>May import the JDK's HTTP client, Jackson, {@code ao.ans104}, {@code ao.message}, {@code
 * ao.wire} and {@code client.wallet}.
 *
 * <p>Guarantees: every call has a deadline; what is tried again is the same request byte for byte,
 * so an item that arrives twice has one effect; whatever the gateway answers becomes a value or a
 * {@link mostao.client.http.GatewayException} with the status and the gateway's own sentence.
 */
package mostao.client.http;
