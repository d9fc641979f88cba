/**
 * Where the libraries we start from the command line log to: one plain file, no logging framework.
 *
 * <p>Chosen by the system property {@code slf4j.provider} and only there, so that a test that has
 * this artifact on its class path keeps its own logging.
 */
package mostao.local.log;
