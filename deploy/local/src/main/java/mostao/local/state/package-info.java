/**
 * The whole state of a service: a digest of its tables, and how to build them again from its inbox.
 *
 * <p>Imports {@code stack}, {@code database} and {@code broker}; only {@code cli} imports this. A
 * digest reads and changes nothing; a rebuild empties one service's schema, and only after that
 * service has evaluated and published everything its inbox holds.
 */
package mostao.local.state;
