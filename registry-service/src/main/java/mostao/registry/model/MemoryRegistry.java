package mostao.registry.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import mostao.ao.process.Rows;

/** The meaning of the changes. Reads scan: this is the reference, not the fast one. */
public final class MemoryRegistry
    implements Rows<RegistryView, RegistryChange>, RegistryView, RegistryChange.Writer {
  private final TreeMap<String, Name> names = new TreeMap<>();
  private final TreeMap<String, SessionLink> links = new TreeMap<>();
  private final TreeMap<Long, Notice> notices = new TreeMap<>();
  private final TreeMap<String, KeptName> kept = new TreeMap<>();
  private final List<Use> uses = new ArrayList<>();

  @Override
  public RegistryView view() {
    return this;
  }

  @Override
  public void apply(RegistryChange change) {
    change.applyTo(this);
  }

  @Override
  public void write(RegistryChange.PutName put) {
    names.put(put.name().key(), put.name());
  }

  @Override
  public void write(RegistryChange.RemoveName remove) {
    names.remove(Name.key(remove.handle()));
  }

  @Override
  public void write(RegistryChange.PutLink put) {
    links.put(pair(put.link().processA(), put.link().processB()), put.link());
  }

  @Override
  public void write(RegistryChange.PutNotice put) {
    notices.put(put.notice().reference(), put.notice());
  }

  @Override
  public void write(RegistryChange.RemoveNotice remove) {
    notices.remove(remove.reference());
  }

  @Override
  public void write(RegistryChange.KeepName keep) {
    kept.put(keep.name().key(), keep.name());
  }

  @Override
  public void write(RegistryChange.FreeName free) {
    kept.remove(Name.key(free.handle()));
  }

  @Override
  public void write(RegistryChange.PutUse put) {
    write(new RegistryChange.RemoveUse(put.use().kind(), put.use().reference()));
    uses.add(put.use());
    uses.sort(Comparator.comparingLong(Use::reference).thenComparing(Use::kind));
  }

  @Override
  public void write(RegistryChange.RemoveUse remove) {
    uses.removeIf(use -> use.kind() == remove.kind() && use.reference() == remove.reference());
  }

  @Override
  public void write(RegistryChange.RemoveNotices remove) {
    notices
        .values()
        .removeIf(
            notice ->
                notice.processA().equals(remove.processA())
                    && notice.processB().equals(remove.processB())
                    && notice.side() == remove.side());
  }

  @Override
  public MemoryRegistry copy() {
    MemoryRegistry copy = new MemoryRegistry();
    copy.names.putAll(names);
    copy.links.putAll(links);
    copy.notices.putAll(notices);
    copy.kept.putAll(kept);
    copy.uses.addAll(uses);
    return copy;
  }

  @Override
  public Optional<Name> name(String handle) {
    return Optional.ofNullable(names.get(Name.key(handle)));
  }

  @Override
  public Optional<Name> nameOf(String process) {
    return first(name -> name.pid().equals(Optional.of(process)));
  }

  @Override
  public Optional<Name> nameSpawnedAs(long reference) {
    return first(name -> name.spawnReference() == reference);
  }

  @Override
  public List<Name> namesOwnedBy(String owner, int limit) {
    String lower = owner.toLowerCase(Locale.ROOT);
    return names.values().stream()
        .filter(name -> name.isActive() && name.owner().toLowerCase(Locale.ROOT).equals(lower))
        .limit(limit)
        .toList();
  }

  @Override
  public List<Name> names(int limit) {
    return names.values().stream().limit(limit).toList();
  }

  @Override
  public List<SessionLink> links(int limit) {
    return links.values().stream()
        .sorted(Comparator.comparingLong(SessionLink::spawnReference))
        .limit(limit)
        .toList();
  }

  @Override
  public Optional<SessionLink> link(String processA, String processB) {
    return Optional.ofNullable(links.get(pair(processA, processB)));
  }

  @Override
  public Optional<SessionLink> linkSpawnedAs(long reference) {
    return links.values().stream().filter(l -> l.spawnReference() == reference).findFirst();
  }

  @Override
  public Optional<Notice> notice(long reference) {
    return Optional.ofNullable(notices.get(reference));
  }

  @Override
  public Optional<KeptName> kept(String handle) {
    return Optional.ofNullable(kept.get(Name.key(handle)));
  }

  @Override
  public List<KeptName> oldestKept(int limit) {
    return kept.values().stream()
        .sorted(Comparator.comparingLong(KeptName::renounced).thenComparing(KeptName::key))
        .limit(limit)
        .toList();
  }

  @Override
  public Held held(String owner, long after) {
    List<Long> renounced =
        kept.values().stream()
            .filter(name -> name.owner().equals(owner) && name.renounced() > after)
            .map(KeptName::renounced)
            .sorted()
            .toList();
    return new Held(
        names.values().stream().filter(name -> name.owner().equals(owner)).count(),
        renounced.size(),
        renounced.stream().findFirst());
  }

  @Override
  public Optional<Use> use(Use.Kind kind, String subject, int nth) {
    return uses.stream()
        .filter(use -> use.kind() == kind && use.subject().equals(subject))
        .sorted(Comparator.comparingLong(Use::reference).reversed())
        .skip(nth - 1L)
        .findFirst();
  }

  @Override
  public List<Use> oldestUses(int limit) {
    return uses.stream().limit(limit).toList();
  }

  private Optional<Name> first(Predicate<Name> wanted) {
    return names.values().stream().filter(wanted).findFirst();
  }

  private static String pair(String processA, String processB) {
    return processA + " " + processB;
  }
}
