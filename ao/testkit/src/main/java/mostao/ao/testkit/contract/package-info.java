/**
 * The contracts of the ports, as abstract JUnit classes: {@link
 * mostao.ao.testkit.contract.StoreContract}, {@link mostao.ao.testkit.contract.TablesContract},
 * {@link mostao.ao.testkit.contract.OutboxContract}. A backend has a subclass of each that says how
 * it is reached.
 *
 * <p>Imports {@code ao} and JUnit. Every test has processes and partitions of its own, so backends
 * may keep their data between tests.
 */
package mostao.ao.testkit.contract;
