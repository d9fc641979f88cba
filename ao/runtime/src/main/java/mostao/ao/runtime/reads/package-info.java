/**
 * The reads a unit answers, over HTTP, to the gateway: processes, Results, dry-runs, the log.
 *
 * <p>Imports the unit. Checks no permissions: the gateway in front does and, for dry-runs, the
 * Actions do; so this interface listens on loopback or inside a cluster.
 *
 * <p>Guarantees: nothing here changes anything; any replica answers; every answer, errors included,
 * is JSON.
 */
package mostao.ao.runtime.reads;
