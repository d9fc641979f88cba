/**
 * Read permissions: access tokens, their key, and the rule.
 *
 * <p>Imports {@code ao.*}, {@code gateway.answer} and {@code gateway.intake}, which reads the item
 * that asks for a token. A token is checked without remembering it, so every gateway with the same
 * key file accepts it; replacing the key revokes all tokens. No token and no key is printed or
 * logged.
 */
package mostao.gateway.access;
