/**
 * Secrets in files that only their owner may read, or that root gave to a group of ours.
 *
 * <p>Imports {@code ao.ans104} and a JSON library. A file that is open to others is refused; no
 * message quotes a file's content.
 */
package mostao.ao.secret;
