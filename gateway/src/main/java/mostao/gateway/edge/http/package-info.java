/**
 * The HTTP face of the gateway: paths, headers and statuses, and nothing else.
 *
 * <p>Imports everything of the gateway but {@code boot}. Every answer is JSON, every refusal {@code
 * {"error": sentence, "code": word}}; no body ever shows a stack trace; no resource method blocks.
 */
package mostao.gateway.edge.http;
