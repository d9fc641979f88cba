/**
 * Coverage-guided fuzzing with Jazzer of whatever reads what others wrote. The targets are in the
 * tests of the packages whose readers they call; this package runs them.
 *
 * <p>May import the JDK, JUnit and AssertJ. For tests alone.
 *
 * <p>Guarantees: what was found once is run in every build.
 */
package mostao.ao.fuzz;
