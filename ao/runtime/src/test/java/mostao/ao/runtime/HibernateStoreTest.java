package mostao.ao.runtime;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import mostao.ao.runtime.counter.CounterChange;
import mostao.ao.runtime.counter.CounterView;
import mostao.ao.testkit.contract.StoreContract;
import mostao.ao.testkit.infra.Infra;
import mostao.ao.turn.Store;

@QuarkusTest
@QuarkusTestResource(
    value = Infra.class,
    initArgs = @ResourceArg(name = "module", value = "counter"))
class HibernateStoreTest extends StoreContract<CounterView, CounterChange> {
  @Inject Store<CounterView, CounterChange> store;

  @Override
  protected Store<CounterView, CounterChange> store() {
    return store;
  }

  @Override
  protected CounterChange change() {
    return new CounterChange.PutTotal(5);
  }

  @Override
  protected Object seen(CounterView view) {
    return view.total();
  }
}
