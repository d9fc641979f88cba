/**
 * What more replicas are worth: the packaged system with an artificial cost in one place, which
 * waits and does not compute, so that a machine of few processors shows it too. Asked for with
 * {@code e2e/scaling}.
 *
 * <p>May import the local system, the load tool, the authority's signer and the testkit's proxies.
 */
package mostao.e2e.scaling;
