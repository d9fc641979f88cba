/**
 * The HTTP face of the gateway: paths, headers, statuses and the OpenAPI document.
 *
 * <p>Imports every room but {@code boot}; no room imports it. Only here is it known which HTTP
 * status a refusal has. Every answer has a {@code Date}; every refusal is JSON with {@code error}
 * and {@code code}; no body shows a stack trace; no resource method blocks.
 */
package mostao.gateway.edge.http;
