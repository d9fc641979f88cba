/**
 * The deployment's own wallet, and the items that follow from it: the modules and the Registry's
 * process.
 *
 * <p>Imports {@code ao.message}, {@code ao.ans104}, {@code ao.wire}, {@code gateway.secret} and a
 * JSON library. The secret stays in {@link mostao.gateway.authority.Authority}: nothing here prints
 * or logs it. Signing the same content again gives the same id.
 */
package mostao.gateway.authority;
