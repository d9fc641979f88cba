package mostao.ao.runtime.counter;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import mostao.ao.runtime.unit.Module;

final class CounterBoot {
  @Produces
  @Singleton
  Module<CounterView, CounterChange> module(CounterTables tables) {
    return new Module<>(
        "counter", CounterActions.table(), CounterActions::state, tables, AskedCounter::new);
  }
}
