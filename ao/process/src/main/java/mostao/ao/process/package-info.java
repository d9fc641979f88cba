/**
 * A process: what a handler holds while it evaluates one message, and the table that finds it.
 *
 * <p>Imports {@code ao.message} and a JSON tree, nothing else of ours. Evaluation is pure: the
 * outcome depends on the view, the environment, the reference counter and the message; there is no
 * clock, no randomness and no I/O in here. A refusal is a value; an exception is a bug.
 */
package mostao.ao.process;
