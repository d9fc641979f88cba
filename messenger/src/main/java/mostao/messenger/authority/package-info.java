/**
 * The key that speaks for processes, and the items that a deployment begins with.
 *
 * <p>Imports {@code ao.message}, {@code ao.ans104}, {@code ao.secret}, {@code ao.signer}, {@code
 * ao.wire} and {@code ao.kafka.directory}. The secret stays behind {@link
 * mostao.messenger.authority.Authority}, or in a signer elsewhere: nothing here prints or logs it.
 * Signing the same content again gives the same id.
 */
package mostao.messenger.authority;
