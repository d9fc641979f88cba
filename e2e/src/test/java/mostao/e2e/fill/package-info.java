/**
 * Rows by the million and sessions by the hundred thousand in a running local system, which it
 * would take days to make through it, for measuring. Asked for with {@code e2e/fill}.
 *
 * <p>May import the local system, the client and Kafka's clients. The rows are written by the SQL
 * in {@code resources/fill}, as the services write them.
 */
package mostao.e2e.fill;
