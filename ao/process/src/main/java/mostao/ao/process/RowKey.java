package mostao.ao.process;

/**
 * Names one row of a process, so that the rows of a whole batch are loaded together. Each kind of
 * process has a sealed interface of its own below this one, beside its view. A value: equal keys
 * name the same row.
 */
public interface RowKey {}
