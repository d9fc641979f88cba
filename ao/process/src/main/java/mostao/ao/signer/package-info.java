/**
 * Signing of items with a key that is here or in a process of its own: {@link
 * mostao.ao.signer.ItemSigner} and its two implementations, the protocol between them and a signer
 * behind a Unix domain socket, and such a signer.
 *
 * <p>Imports {@code ao.message} and {@code ao.ans104}. A signature from elsewhere is verified
 * before anything is made of it. What a signer does not sign is a value; a signer that does not
 * answer is {@link mostao.ao.signer.SignerUnavailable}, to be tried again; one that answers as
 * another is {@link mostao.ao.signer.WrongSigner}, which no repetition mends.
 *
 * <h2>The protocol, version 1</h2>
 *
 * A stream of frames in both directions. Numbers are big-endian.
 *
 * <table>
 *   <caption>A frame</caption>
 *   <tr><th>bytes</th><th>what</th></tr>
 *   <tr><td>4</td><td>length of the rest: 6 to 4,194,310</td></tr>
 *   <tr><td>1</td><td>version: 1</td></tr>
 *   <tr><td>1</td><td>kind</td></tr>
 *   <tr><td>4</td><td>number of the question, chosen by who asks; the answer repeats it</td></tr>
 *   <tr><td>rest</td><td>content, by kind</td></tr>
 * </table>
 *
 * <table>
 *   <caption>Kinds</caption>
 *   <tr><th>kind</th><th>direction</th><th>content</th></tr>
 *   <tr><td>1 HELLO</td><td>to the signer</td><td>none</td></tr>
 *   <tr><td>2 SIGN</td><td>to the signer</td><td>a whole ANS-104 item, its signature zeros</td></tr>
 *   <tr><td>3 KEY</td><td>answer to HELLO</td><td>signature type (2 bytes, of value 2: Ed25519) and
 *       public key</td></tr>
 *   <tr><td>4 SIGNED</td><td>answer to SIGN</td><td>the signature</td></tr>
 *   <tr><td>5 REFUSED</td><td>answer to SIGN</td><td>why not: UTF-8, up to 500 bytes</td></tr>
 *   <tr><td>6 FAULT</td><td>to who asks</td><td>what is wrong with what was sent: UTF-8, up to 500
 *       bytes; the connection ends behind it</td></tr>
 * </table>
 *
 * Answers come in the order of the questions, of which many may be under way. The same item must
 * get the same signature every time, as Ed25519 does: ids follow from signatures, and equal ids are
 * what makes repetition harmless.
 */
package mostao.ao.signer;
