/**
 * A real broker and a real database for tests: by default the embedded ones, with the Maven profile
 * {@code containers} those of Docker images.
 *
 * <p>Imports {@code mostao.local} and {@code ao}; services use it in tests only.
 *
 * <p>Guarantees: one broker and one database per JVM, gone with it ({@link
 * mostao.ao.testkit.infra.Broker} starts further ones); every topic of a deployment exists; an
 * empty schema at the start of the JVM.
 */
package mostao.ao.testkit.infra;
