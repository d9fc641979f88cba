/**
 * The key that speaks for processes, and the items that a deployment begins with.
 *
 * <p>Imports {@code ao.message}, {@code ao.ans104}, {@code ao.secret}, {@code ao.wire} and {@code
 * ao.kafka.directory}. The secret stays in {@link mostao.messenger.authority.Authority}: nothing
 * here prints or logs it. Signing the same content again gives the same id.
 */
package mostao.messenger.authority;
