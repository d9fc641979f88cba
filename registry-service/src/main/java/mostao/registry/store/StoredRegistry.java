package mostao.registry.store;

import io.quarkus.hibernate.orm.panache.PanacheQuery;
import jakarta.persistence.EntityManager;
import java.util.List;
import java.util.Optional;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;

/** One Registry's rows, read in the transaction under way. */
record StoredRegistry(EntityManager entities, String process) implements RegistryView {
  @Override
  public Optional<Name> name(String handle) {
    return Optional.ofNullable(entities.find(NameRow.class, new NameRow.Key(process, handle)))
        .map(NameRow::name);
  }

  @Override
  public Optional<Name> nameOf(String pid) {
    PanacheQuery<NameRow> found = NameRow.find("id.process = ?1 and pid = ?2", process, pid);
    return found.firstResultOptional().map(NameRow::name);
  }

  @Override
  public Optional<Name> nameSpawnedAs(long reference) {
    PanacheQuery<NameRow> found =
        NameRow.find("id.process = ?1 and spawnReference = ?2", process, reference);
    return found.firstResultOptional().map(NameRow::name);
  }

  @Override
  public List<Name> namesOwnedBy(String owner, int limit) {
    PanacheQuery<NameRow> found =
        NameRow.find(
            "id.process = ?1 and ownerKey = ?2 and status = ?3 order by id.handle",
            process,
            NameRow.ownerKey(owner),
            Name.Status.ACTIVE);
    return found.range(0, limit - 1).<NameRow>list().stream().map(NameRow::name).toList();
  }

  @Override
  public Optional<SessionLink> link(String processA, String processB) {
    LinkRow.Key id = new LinkRow.Key(process, processA, processB);
    return Optional.ofNullable(entities.find(LinkRow.class, id)).map(LinkRow::link);
  }

  @Override
  public Optional<SessionLink> linkSpawnedAs(long reference) {
    PanacheQuery<LinkRow> found =
        LinkRow.find("id.process = ?1 and spawnReference = ?2", process, reference);
    return found.firstResultOptional().map(LinkRow::link);
  }

  @Override
  public Optional<Notice> notice(long reference) {
    return Optional.ofNullable(
            entities.find(NoticeRow.class, new NoticeRow.Key(process, reference)))
        .map(NoticeRow::notice);
  }
}
