/**
 * A real broker and a real database for tests: by default the embedded ones, with {@code
 * -Dmostao.test.infra=containers} those of Docker images.
 *
 * <p>Imports {@code mostao.local} and {@code ao}; services use it in tests only.
 *
 * <p>Guarantees: one broker and one database per JVM, gone with it; every topic of a deployment
 * exists; an empty schema at the start of the JVM.
 */
package mostao.ao.testkit.infra;
