/**
 * The words of AO as plain records: tags, messages, results.
 *
 * <p>Imports nothing of ours and no library. Every record is immutable and checks itself when it is
 * made; strings are kept byte for byte, never trimmed, folded or normalised.
 */
package mostao.ao.message;
