package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import mostao.registry.model.Held;
import mostao.registry.model.KeptName;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Use;

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

  /** The status is no parameter: the index has active names alone, and must be seen to do. */
  @Override
  public List<Name> namesOwnedBy(String owner, int limit) {
    PanacheQuery<NameRow> found =
        NameRow.find(
            "id.process = ?1 and ownerKey = ?2 and status = ACTIVE order by id.nameKey",
            process,
            NameRow.ownerKey(owner));
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

  @Override
  public Optional<KeptName> kept(String handle) {
    KeptNameRow.Key id = new KeptNameRow.Key(process, Name.key(handle));
    return read(Optional.ofNullable(entities.find(KeptNameRow.class, id)), KeptNameRow::name);
  }

  @Override
  public List<KeptName> oldestKept(int limit) {
    PanacheQuery<KeptNameRow> found =
        KeptNameRow.find("id.process = ?1 order by renouncedAt, id.nameKey", process);
    return read(found, limit, KeptNameRow::name);
  }

  @Override
  public Held held(String owner, long after) {
    List<Long> renounced =
        entities
            .createQuery(
                "select k.renouncedAt from KeptNameRow k where k.id.process = ?1 and k.owner = ?2"
                    + " and k.renouncedAt > ?3 order by k.renouncedAt",
                Long.class)
            .setParameter(1, process)
            .setParameter(2, owner)
            .setParameter(3, after)
            .getResultList();
    return new Held(
        NameRow.count("id.process = ?1 and owner = ?2", process, owner),
        renounced.size(),
        renounced.stream().findFirst());
  }

  @Override
  public Optional<Use> use(Use.Kind kind, String subject, int nth) {
    PanacheQuery<UseRow> found =
        UseRow.find(
            "id.process = ?1 and id.kind = ?2 and subject = ?3 order by id.reference desc",
            process,
            kind,
            subject);
    return read(found.range(nth - 1, nth - 1).stream().findFirst(), UseRow::use);
  }

  @Override
  public List<Use> oldestUses(int limit) {
    PanacheQuery<UseRow> found =
        UseRow.find("id.process = ?1 order by id.reference, id.kind", process);
    return read(found, limit, UseRow::use);
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
