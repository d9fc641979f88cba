package mostao.local.stack;

import java.util.function.BooleanSupplier;

/**
 * Something a stack has started.
 *
 * @param running whether its process exists
 * @param stop ends it in order and releases its resources; may be called again
 */
record Component(String name, BooleanSupplier running, Runnable stop) {}
