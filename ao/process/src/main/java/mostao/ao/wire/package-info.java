/**
 * The formats on Kafka: topic names and shapes, keys, headers, and the JSON of every record.
 *
 * <p>Imports {@code ao.message}, {@code ao.ans104} and a JSON library. Decoding yields the record
 * or a named {@link mostao.ao.wire.Decoded.Fault}; it never throws, never yields null, and its cost
 * is bounded by the length of the bytes.
 */
package mostao.ao.wire;
