package mostao.gateway.graphql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import mostao.ao.kafka.directory.ProcessFacts;
import mostao.ao.message.Names;
import mostao.ao.wire.Topics;
import mostao.gateway.answer.ApiError;

/**
 * Which transactions are asked for, and which page of them.
 *
 * @param ids empty for any
 * @param owners empty for any
 * @param recipients empty for any
 * @param tags all of which must hold
 * @param minHeight inclusive
 * @param maxHeight inclusive
 * @param first rows, from 1
 * @param after exclusive
 * @param newestFirst the order
 */
record Filter(
    Set<String> ids,
    Set<String> owners,
    Set<String> recipients,
    List<TagRule> tags,
    OptionalLong minHeight,
    OptionalLong maxHeight,
    int first,
    Optional<Cursor> after,
    boolean newestFirst) {
  private static final String HANDLE_OWNER = "Handle-Owner";

  private static final int ROWS = 10;

  Filter {
    Objects.requireNonNull(ids, "ids");
    Objects.requireNonNull(owners, "owners");
    Objects.requireNonNull(recipients, "recipients");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(minHeight, "minHeight");
    Objects.requireNonNull(maxHeight, "maxHeight");
    Objects.requireNonNull(after, "after");
  }

  /**
   * The filter in a field's arguments, which the schema has checked.
   *
   * @throws Denial when one of them is over its limit
   */
  static Filter of(Map<String, Object> arguments, GraphqlSettings settings) {
    int most = settings.ids();
    // The schema's default is for an argument that is left out, not for one that is null.
    int first = arguments.get("first") instanceof Integer given ? given : ROWS;
    if (first < 1 || first > settings.page()) {
      throw new Denial(
          ApiError.invalidRequest(
              "'first' is " + first + "; from 1 to " + settings.page() + " rows are given"));
    }
    Map<String, Object> block = object(arguments.get("block"));
    return new Filter(
        texts("ids", arguments.get("ids"), most),
        texts("owners", arguments.get("owners"), most),
        texts("recipients", arguments.get("recipients"), most),
        rules(arguments.get("tags"), most),
        height(block.get("min")),
        height(block.get("max")),
        first,
        Optional.ofNullable((String) arguments.get("after"))
            .filter(text -> !text.isEmpty())
            .map(Cursor::read),
        "HEIGHT_DESC".equals(arguments.get("sort")));
  }

  private static Set<String> texts(String name, Object given, int most) {
    List<?> all = list(name, given, most);
    return all.stream().map(String.class::cast).collect(Collectors.toSet());
  }

  private static List<TagRule> rules(Object given, int most) {
    List<TagRule> rules = new ArrayList<>();
    for (Object one : list("tags", given, most)) {
      Map<String, Object> rule = object(one);
      List<String> values =
          list("values", rule.get("values"), most).stream().map(String.class::cast).toList();
      rules.add(
          new TagRule(
              (String) rule.get("name"),
              values,
              "NEQ".equals(rule.get("op")),
              "WILDCARD".equals(rule.get("match"))));
    }
    return rules;
  }

  private static List<?> list(String name, Object given, int most) {
    List<?> all = given == null ? List.of() : (List<?>) given;
    if (all.size() > most) {
      throw new Denial(
          ApiError.invalidRequest(
              "'" + name + "' has " + all.size() + " entries; at most " + most + " are taken"));
    }
    return all;
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object given) {
    return given == null ? Map.of() : (Map<String, Object>) given;
  }

  private static OptionalLong height(Object given) {
    return given == null ? OptionalLong.empty() : OptionalLong.of((Integer) given);
  }

  /** The values a tag must have one of; nothing if the filter leaves that open. */
  Optional<List<String>> values(String tag) {
    return tags.stream()
        .filter(rule -> rule.name().equals(tag) && !rule.unequal() && !rule.wildcard())
        .map(TagRule::values)
        .findFirst();
  }

  /** Whether the values this tag must have allow this one. */
  boolean mayBe(String tag, String value) {
    return values(tag).map(values -> values.contains(value)).orElse(true);
  }

  /** Whether a process can be among them, as far as the directory knows; its item decides. */
  boolean mayBe(ProcessFacts process) {
    return (owners.isEmpty() || process.maybeSignedBy(owners))
        && mayBe(Names.TYPE, Names.TYPE_PROCESS)
        && mayBe(Names.MODULE, process.moduleId())
        && (!process.module().equals(Topics.HANDLE)
            || !process.belongsToAny()
            || values(HANDLE_OWNER)
                .map(wallets -> wallets.stream().anyMatch(process::belongsTo))
                .orElse(true));
  }

  /** The same filter for other owners. */
  Filter ownedBy(Set<String> others) {
    return new Filter(
        ids, others, recipients, tags, minHeight, maxHeight, first, after, newestFirst);
  }

  boolean allows(Transaction one) {
    return (ids.isEmpty() || ids.contains(one.id()))
        && (owners.isEmpty() || owners.contains(one.owner()) || owners.contains(one.signer()))
        && (recipients.isEmpty() || recipients.contains(one.recipient()))
        && tags.stream().allMatch(rule -> rule.allows(one.tags()))
        && (minHeight.isEmpty() || one.height().orElse(Long.MIN_VALUE) >= minHeight.getAsLong())
        && (maxHeight.isEmpty() || one.height().orElse(Long.MAX_VALUE) <= maxHeight.getAsLong());
  }

  /** Whether an item at this place comes behind the cursor. */
  boolean isBehind(Cursor place) {
    return after.isEmpty()
        || (newestFirst ? place.compareTo(after.get()) < 0 : place.compareTo(after.get()) > 0);
  }
}
