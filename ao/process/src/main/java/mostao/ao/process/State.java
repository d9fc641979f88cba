package mostao.ao.process;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * The public view of a kind of process's state, as JSON. Pure, and bounded: of every list no more
 * than one {@link Page}, see {@link Page#first}.
 *
 * @param <V> what it reads
 */
@FunctionalInterface
public interface State<V> {
  ObjectNode of(Env env, V view);
}
