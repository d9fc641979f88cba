package mostao.registry.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mostao.ao.runtime.unit.EscapedText;
import mostao.ao.runtime.unit.JsonText;
import mostao.ao.runtime.unit.Questions;
import mostao.ao.runtime.unit.Questions.Question;
import mostao.registry.model.Held;
import mostao.registry.model.KeptName;
import mostao.registry.model.Name;
import mostao.registry.model.Notice;
import mostao.registry.model.RegistryView;
import mostao.registry.model.SessionLink;
import mostao.registry.model.Side;
import mostao.registry.model.Use;

/** One Registry's committed rows, for one read, on its thread. */
public final class AskedRegistry implements RegistryView {
  private static final Question<Name> NAME = namesWhere("handle = ?");
  private static final Question<Name> TWO_NAMES = namesWhere("handle in (?, ?)");
  private static final Question<Name> NAME_OF = namesWhere("pid = ?");
  private static final Question<Name> NAME_SPAWNED_AS = namesWhere("spawn_reference = ?");
  private static final Question<Name> NAMES_OWNED_BY =
      namesWhere("owner_key = ? and status = 'ACTIVE' order by handle limit ?");
  private static final Question<Name> NAMES = namesWhere("true order by handle limit ?");

  private static final Question<SessionLink> LINK = linksWhere("process_a = ? and process_b = ?");
  private static final Question<SessionLink> LINK_OF_NAMES =
      linksWhere(
          "(process_a, process_b) = (select a.pid, b.pid from registry_name a, registry_name b"
              + " where a.process = ? and a.handle = ? and b.process = ? and b.handle = ?)");
  private static final Question<SessionLink> LINKS =
      linksWhere("true order by spawn_reference limit ?");
  private static final Question<SessionLink> LINK_SPAWNED_AS = linksWhere("spawn_reference = ?");

  private static final Question<Notice> NOTICE =
      new Question<>(
          "select reference, process_a, process_b, side from chat_list_notice"
              + " where process = ? and reference = ?",
          row ->
              new Notice(
                  row.getLong(1),
                  row.getString(2),
                  row.getString(3),
                  Side.valueOf(row.getString(4))));

  private static final Question<KeptName> KEPT = keptNamesWhere("handle = ?");
  private static final Question<KeptName> OLDEST_KEPT =
      keptNamesWhere("true order by renounced_at, handle limit ?");

  /** Names and kept names of an owner are few, as a quota bounds them. */
  private static final Question<Long> NAMES_OF =
      new Question<>(
          "select count(*) from registry_name where process = ? and owner = ?",
          row -> row.getLong(1));

  private static final Question<Long> RENOUNCED =
      new Question<>(
          "select renounced_at from registry_kept_name"
              + " where process = ? and owner = ? and renounced_at > ? order by renounced_at",
          row -> row.getLong(1));

  private static final Question<Use> USE =
      usesWhere("kind = ? and subject = ? order by reference desc offset ? limit 1");
  private static final Question<Use> OLDEST_USES =
      usesWhere("true order by reference, kind limit ?");

  private final Questions questions;
  private final String process;

  /** By key: what is known before it is asked for. */
  private final Map<String, Optional<Name>> names = new HashMap<>();

  /** By its two processes. */
  private final Map<List<String>, SessionLink> links = new HashMap<>();

  public AskedRegistry(Questions questions, String process) {
    this.questions = questions;
    this.process = process;
  }

  Questions questions() {
    return questions;
  }

  private static Question<Name> namesWhere(String which) {
    return new Question<>(
        "select handle, spelling, status, owner, pid, spawn_reference, request from registry_name"
            + " where process = ? and "
            + which,
        AskedRegistry::name);
  }

  private static Name name(ResultSet row) throws SQLException {
    String spelling = row.getString(2);
    return new Name(
        spelling == null ? row.getString(1) : spelling,
        Name.Status.valueOf(row.getString(3)),
        row.getString(4),
        Optional.ofNullable(row.getString(5)),
        row.getLong(6),
        Optional.ofNullable(row.getString(7)).map(EscapedText::text));
  }

  private static Question<SessionLink> linksWhere(String which) {
    return new Question<>(
        "select process_a, process_b, handle_a, handle_b, status, spawn_reference, session,"
            + " answered_a, answered_b, requesters, asked_a, asked_b from session_link"
            + " where process = ? and "
            + which,
        AskedRegistry::link);
  }

  private static SessionLink link(ResultSet row) throws SQLException {
    return new SessionLink(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        SessionLink.Status.valueOf(row.getString(5)),
        row.getLong(6),
        Optional.ofNullable(row.getString(7)),
        row.getBoolean(8),
        row.getBoolean(9),
        LinkRow.requesters(JsonText.tree(row.getString(10))),
        row.getBoolean(11),
        row.getBoolean(12));
  }

  private static Question<KeptName> keptNamesWhere(String which) {
    return new Question<>(
        "select spelling, owner, renounced_at from registry_kept_name where process = ? and "
            + which,
        row -> new KeptName(row.getString(1), row.getString(2), row.getLong(3)));
  }

  private static Question<Use> usesWhere(String which) {
    return new Question<>(
        "select kind, subject, reference, used_at from registry_use where process = ? and " + which,
        row ->
            new Use(
                Use.Kind.valueOf(row.getString(1)),
                row.getString(2),
                row.getLong(3),
                row.getLong(4)));
  }

  @Override
  public void prefetchSession(String handle, String other) {
    List<String> keys = Stream.of(handle, other).map(Name::key).sorted().toList();
    String a = keys.get(0);
    String b = keys.get(1);
    names.put(a, Optional.empty());
    names.put(b, Optional.empty());
    questions.both(
        TWO_NAMES,
        name -> names.put(name.key(), Optional.of(name)),
        LINK_OF_NAMES,
        link -> links.put(List.of(link.processA(), link.processB()), link),
        process,
        a,
        b,
        process,
        process,
        a,
        process,
        b);
  }

  @Override
  public Optional<Name> name(String handle) {
    Optional<Name> known = names.get(Name.key(handle));
    return known == null ? questions.first(NAME, process, Name.key(handle)) : known;
  }

  @Override
  public Optional<Name> nameOf(String pid) {
    return questions.first(NAME_OF, process, pid);
  }

  @Override
  public Optional<Name> nameSpawnedAs(long reference) {
    return questions.first(NAME_SPAWNED_AS, process, reference);
  }

  @Override
  public List<Name> namesOwnedBy(String owner, int limit) {
    return questions.all(NAMES_OWNED_BY, process, NameRow.ownerKey(owner), limit);
  }

  @Override
  public List<Name> names(int limit) {
    return questions.all(NAMES, process, limit);
  }

  @Override
  public Optional<SessionLink> link(String processA, String processB) {
    SessionLink known = links.get(List.of(processA, processB));
    return known == null ? questions.first(LINK, process, processA, processB) : Optional.of(known);
  }

  @Override
  public List<SessionLink> links(int limit) {
    return questions.all(LINKS, process, limit);
  }

  @Override
  public Optional<SessionLink> linkSpawnedAs(long reference) {
    return questions.first(LINK_SPAWNED_AS, process, reference);
  }

  @Override
  public Optional<Notice> notice(long reference) {
    return questions.first(NOTICE, process, reference);
  }

  @Override
  public Optional<KeptName> kept(String handle) {
    return questions.first(KEPT, process, Name.key(handle));
  }

  @Override
  public List<KeptName> oldestKept(int limit) {
    return questions.all(OLDEST_KEPT, process, limit);
  }

  @Override
  public Held held(String owner, long after) {
    List<Long> renounced = questions.all(RENOUNCED, process, owner, after);
    return new Held(
        questions.first(NAMES_OF, process, owner).orElse(0L),
        renounced.size(),
        renounced.stream().findFirst());
  }

  @Override
  public Optional<Use> use(Use.Kind kind, String subject, int nth) {
    return questions.first(USE, process, kind.name(), subject, nth - 1);
  }

  @Override
  public List<Use> oldestUses(int limit) {
    return questions.all(OLDEST_USES, process, limit);
  }
}
