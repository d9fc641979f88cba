package mostao.local.stack;

import java.util.function.BooleanSupplier;

/**
 * Something a stack has started.
 *
 * @param running whether its process exists
 * @param stop ends it in order and gives back what it holds; may be done again
 */
record Component(String name, BooleanSupplier running, Runnable stop) {}
