package mostao.ao.process;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import mostao.ao.message.Names;
import mostao.ao.message.Tags;

/**
 * The environment of one evaluation: the process item the process was born from, and the rules it
 * runs under.
 *
 * @param id process id
 * @param owner address that signed the process item (the authority, for spawned ones)
 * @param tags of the process item
 * @param rules settings of the deployment
 */
public record Env(String id, String owner, Tags tags, Rules rules) {
  public Env {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(owner, "owner");
    Objects.requireNonNull(tags, "tags");
    Objects.requireNonNull(rules, "rules");
  }

  /** Id of the module that evaluates this process, or empty. */
  public String module() {
    return tags.first(Names.MODULE).orElse("");
  }

  /** Addresses this process trusts: its {@code Authority} tags, comma-separated values split. */
  public List<String> authorities() {
    Set<String> found = new LinkedHashSet<>();
    for (String value : tags.all(Names.AUTHORITY)) {
      for (String address : value.split(",")) {
        if (!address.isBlank()) {
          found.add(address.trim());
        }
      }
    }
    return new ArrayList<>(found);
  }
}
