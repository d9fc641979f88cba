/**
 * Puts the gateway together: settings, beans, readiness.
 *
 * <p>Imports every room; nothing imports this. The gateway is ready only while the broker answers,
 * the directory is read to its end and the Registry is recorded. No setting names a key that speaks
 * for processes.
 */
package mostao.gateway.boot;
