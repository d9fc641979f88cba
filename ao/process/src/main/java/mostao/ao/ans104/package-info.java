/**
 * ANS-104 data items and bundles: the bytes, the deep hash, the seven signature types, the
 * addresses.
 *
 * <p>Three kinds of item, each made only from the one before: bytes from outside, a {@link
 * mostao.ao.ans104.DataItem} whose layout holds (rules R1 to R11), and a {@link
 * mostao.ao.ans104.VerifiedItem} whose signature holds as well (R12 to R17). A bundle goes the same
 * way (R18 to R21). Only verified items become messages. Signing is for types 1 to 3, those that
 * our own wallets have; {@code Signer} is sealed, so an item signed here is known to be well
 * signed.
 *
 * <p>May import the JDK, Bouncy Castle, Amazon Corretto Crypto Provider and {@code
 * mostao.ao.message}; no framework.
 *
 * <p>Guarantees: whatever the input, reading answers with a value or with a named {@link
 * mostao.ao.ans104.Refusal}, in time and memory bounded by the length of the input. Every array
 * that enters or leaves is copied, so everything here is immutable and may be shared between
 * threads.
 *
 * <p>The rules R1 to R22 are this project's profile of the standard; where it is stricter than
 * deployed libraries, that is because two readers of the same bytes would otherwise disagree.
 */
package mostao.ao.ans104;
