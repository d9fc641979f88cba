/**
 * Rows by the million in a running local system, which it would take days to make through it, for
 * measuring reads. Asked for with {@code e2e/fill}.
 *
 * <p>May import the local system. The rows are written by the SQL in {@code resources/fill}, as the
 * services write them.
 */
package mostao.e2e.fill;
