/**
 * Puts the gateway together and starts it: beans, the Registry's birth, readiness.
 *
 * <p>Imports everything of the gateway; nothing imports this. The gateway is ready only while it
 * can do its work: the broker answers, the directory is read, the Registry is there, outboxes are
 * carried.
 */
package mostao.gateway.boot;
