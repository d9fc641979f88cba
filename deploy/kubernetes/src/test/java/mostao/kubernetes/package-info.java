/**
 * Tests of what is deployed to Kubernetes, without a cluster: the overlays as Kustomize renders
 * them, and the chart as Helm renders it.
 *
 * <p>Imports {@code ao.wire} for the topics, and the models of Kubernetes and Strimzi. Where no
 * kubectl or kustomize is found, the tests are skipped, unless {@code MANIFEST_TESTS=required}.
 */
package mostao.kubernetes;
