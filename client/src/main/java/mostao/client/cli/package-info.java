/**
 * The commands {@code item verify}, {@code item sign}, {@code wallet new} and {@code wallet
 * address}, which need no running system, and those that need one: {@code talk}, {@code chat},
 * {@code device}, {@code verify}, {@code soak} and {@code stream}.
 *
 * <p>May import picocli, Jackson, {@code ao.ans104}, {@code ao.message} and the rest of the client.
 * The launcher hangs them below its own command.
 *
 * <p>Guarantees: results go to the command's standard output and nothing else does; a secret is
 * never printed; what others wrote does not control the terminal; exit codes are 0 done, 1 could
 * not be done, 2 wrong use.
 */
package mostao.client.cli;
