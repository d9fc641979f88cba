/**
 * The answer to a request: a value or a refusal.
 *
 * <p>Imports the JDK and {@code ao.kafka}'s failures. A refusal has a code for programs and a
 * sentence for people that names the wrong value and what to do. Nothing here knows HTTP: {@code
 * edge.http} gives each code its status. Everything is immutable.
 */
package mostao.gateway.answer;
