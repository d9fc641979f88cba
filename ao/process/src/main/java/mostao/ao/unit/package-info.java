/**
 * The contract of a unit's reads over HTTP: paths, query parameters, bodies, pages and their field
 * names, in one place. The unit serves it, the gateway asks by it; neither names a path or a field
 * on its own.
 *
 * <p>Imports {@code ao.message}, {@code ao.wire} and a JSON library.
 *
 * <p>Guarantees: every request and every answer is read into its type or a named fault, never into
 * null and never by an exception; fields that are not known are ignored, so that a gateway and a
 * unit of different builds work together. Names, paths and order of fields never change; fields may
 * be added.
 */
package mostao.ao.unit;
