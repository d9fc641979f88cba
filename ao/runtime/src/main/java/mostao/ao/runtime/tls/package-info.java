/**
 * TLS of a unit's reads: what {@code mostao.tls.*} means to the framework, and who may ask.
 *
 * <p>Imports {@code ao.secret}, {@code ao.unit} and the framework.
 *
 * <p>Guarantees: with a certificate there is no plain HTTP, and whoever has no certificate of the
 * deployment, or another program's, is answered nothing of {@code /unit}; health and metrics answer
 * everybody who reaches them, by TLS. Renewed files are taken up without a restart.
 */
package mostao.ao.runtime.tls;
