/**
 * The reads a unit answers, over HTTP, to the gateway: processes, Results, dry-runs, the log.
 *
 * <p>Imports the unit and {@code ao.unit}, the contract. Knows no permissions: who may read what is
 * decided by the gateway in front and, for dry-runs, by the Actions; so this interface listens on
 * loopback or inside a cluster.
 *
 * <p>Guarantees: nothing here changes anything; any replica answers; every answer, errors included,
 * is JSON.
 */
package mostao.ao.runtime.reads;
