package mostao.registry.store;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.function.Consumer;
import java.util.function.Supplier;
import mostao.ao.turn.Tables;
import mostao.registry.model.KeptName;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryChange;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Use;

/** The tables of all Registry processes of this service. Inside a transaction, thread-safe. */
@Singleton
public class RegistryTables implements Tables<RegistryView, RegistryChange> {
  private final EntityManager entities;

  @Inject
  RegistryTables(EntityManager entities) {
    this.entities = entities;
  }

  @Override
  public RegistryView view(String process) {
    return new StoredRegistry(entities, process);
  }

  @Override
  public void apply(String process, RegistryChange change) {
    change.applyTo(new Writer(process));
  }

  /** Writes to the rows of one process. */
  private final class Writer implements RegistryChange.Writer {
    private final String process;

    Writer(String process) {
      this.process = process;
    }

    @Override
    public void write(RegistryChange.PutName put) {
      put(process, put.name());
    }

    @Override
    public void write(RegistryChange.RemoveName remove) {
      remove(NameRow.class, new NameRow.Key(process, Name.key(remove.handle())));
    }

    @Override
    public void write(RegistryChange.PutLink put) {
      put(process, put.link());
    }

    @Override
    public void write(RegistryChange.PutNotice put) {
      put(process, put.notice());
    }

    @Override
    public void write(RegistryChange.RemoveNotice remove) {
      remove(NoticeRow.class, new NoticeRow.Key(process, remove.reference()));
    }

    @Override
    public void write(RegistryChange.KeepName keep) {
      put(process, keep.name());
    }

    @Override
    public void write(RegistryChange.FreeName free) {
      remove(KeptNameRow.class, new KeptNameRow.Key(process, Name.key(free.handle())));
    }

    @Override
    public void write(RegistryChange.PutUse put) {
      put(process, put.use());
    }

    @Override
    public void write(RegistryChange.RemoveUse remove) {
      remove(UseRow.class, new UseRow.Key(process, remove.reference(), remove.kind()));
    }

    @Override
    public void write(RegistryChange.RemoveNotices remove) {
      remove(process, remove);
    }
  }

  private void put(String process, Name name) {
    NameRow.Key id = new NameRow.Key(process, name.key());
    put(NameRow.class, id, () -> new NameRow(id), row -> row.set(name));
  }

  private <R> void put(Class<R> table, Object id, Supplier<R> fresh, Consumer<R> set) {
    R known = entities.find(table, id);
    R row = known == null ? fresh.get() : known;
    set.accept(row);
    if (known == null) {
      entities.persist(row);
    }
    written(row);
  }

  private void remove(Class<?> table, Object id) {
    Object row = entities.find(table, id);
    if (row != null) {
      entities.remove(row);
      entities.flush();
    }
  }

  private void put(String process, SessionLink link) {
    LinkRow.Key id = new LinkRow.Key(process, link.processA(), link.processB());
    put(LinkRow.class, id, () -> new LinkRow(id), row -> row.set(link));
  }

  private void put(String process, KeptName name) {
    KeptNameRow.Key id = new KeptNameRow.Key(process, name.key());
    put(KeptNameRow.class, id, () -> new KeptNameRow(id), row -> row.set(name));
  }

  private void put(String process, Use use) {
    UseRow.Key id = new UseRow.Key(process, use.reference(), use.kind());
    put(UseRow.class, id, () -> new UseRow(id), row -> row.set(use));
  }

  private void put(String process, Notice notice) {
    NoticeRow.Key id = new NoticeRow.Key(process, notice.reference());
    put(NoticeRow.class, id, () -> new NoticeRow(id), row -> row.set(notice));
  }

  private void remove(String process, RegistryChange.RemoveNotices change) {
    NoticeRow.<NoticeRow>list(
            "id.process = ?1 and processA = ?2 and processB = ?3 and side = ?4",
            process,
            change.processA(),
            change.processB(),
            change.side())
        .forEach(entities::remove);
    entities.flush();
  }

  /**
   * Before each query Hibernate looks through every row it holds for changes: if rows were held for
   * a whole batch, the cost of a message would grow with the batch.
   */
  private void written(Object row) {
    entities.flush();
    entities.detach(row);
  }
}
