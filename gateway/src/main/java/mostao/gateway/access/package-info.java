/**
 * Access tokens: what a wallet gets for one signed item, and shows instead of signing every read.
 *
 * <p>Imports {@code ao.ans104}, {@code ao.message}, {@code gateway.answer}, {@code
 * gateway.authority}, {@code gateway.intake} and {@code gateway.secret}. A token is checked without
 * any memory of it, so every gateway with the same key file takes it; with another key, or a second
 * after it expires, nobody does. No token and no key is printed or logged.
 */
package mostao.gateway.access;
