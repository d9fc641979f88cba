package mostao.ao.runtime.counter;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "counter")
class CounterRow extends PanacheEntityBase {
  @Id String process;
  long total;
}
