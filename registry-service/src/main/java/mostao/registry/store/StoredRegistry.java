package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;

/** One Registry's rows, read in the current transaction. */
record StoredRegistry(EntityManager entities, String process) implements RegistryView {
  @Override
  public Optional<Name> name(String handle) {
    NameRow.Key id = new NameRow.Key(process, Name.key(handle));
    return read(Optional.ofNullable(entities.find(NameRow.class, id)), NameRow::name);
  }

  @Override
  public Optional<Name> nameOf(String pid) {
    PanacheQuery<NameRow> found = NameRow.find("id.process = ?1 and pid = ?2", process, pid);
    return read(found.firstResultOptional(), NameRow::name);
  }

  @Override
  public Optional<Name> nameSpawnedAs(long reference) {
    PanacheQuery<NameRow> found =
        NameRow.find("id.process = ?1 and spawnReference = ?2", process, reference);
    return read(found.firstResultOptional(), NameRow::name);
  }

  @Override
  public List<Name> namesOwnedBy(String owner, int limit) {
    PanacheQuery<NameRow> found =
        NameRow.find(
            "id.process = ?1 and ownerKey = ?2 and status = ?3 order by id.nameKey",
            process,
            NameRow.ownerKey(owner),
            Name.Status.ACTIVE);
    return read(found, limit, NameRow::name);
  }

  @Override
  public List<Name> names(int limit) {
    PanacheQuery<NameRow> found = NameRow.find("id.process = ?1 order by id.nameKey", process);
    return read(found, limit, NameRow::name);
  }

  @Override
  public List<SessionLink> links(int limit) {
    PanacheQuery<LinkRow> found = LinkRow.find("id.process = ?1 order by spawnReference", process);
    return read(found, limit, LinkRow::link);
  }

  @Override
  public Optional<SessionLink> link(String processA, String processB) {
    LinkRow.Key id = new LinkRow.Key(process, processA, processB);
    return read(Optional.ofNullable(entities.find(LinkRow.class, id)), LinkRow::link);
  }

  @Override
  public Optional<SessionLink> linkSpawnedAs(long reference) {
    PanacheQuery<LinkRow> found =
        LinkRow.find("id.process = ?1 and spawnReference = ?2", process, reference);
    return read(found.firstResultOptional(), LinkRow::link);
  }

  @Override
  public Optional<Notice> notice(long reference) {
    NoticeRow.Key id = new NoticeRow.Key(process, reference);
    return read(Optional.ofNullable(entities.find(NoticeRow.class, id)), NoticeRow::notice);
  }

  private <R, M> List<M> read(PanacheQuery<R> found, int limit, Function<R, M> model) {
    List<R> rows = found.range(0, limit - 1).list();
    rows.forEach(entities::detach);
    return rows.stream().map(model).toList();
  }

  /** A row is not held after it was read, see {@link RegistryTables}. */
  private <R, M> Optional<M> read(Optional<R> row, Function<R, M> model) {
    row.ifPresent(entities::detach);
    return row.map(model);
  }
}
