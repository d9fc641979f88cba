package mostao.ao.start;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The settings of our own that a program knows, by which a misspelt one is found: it would be
 * ignored, and the default hold without a word.
 */
public final class KnownSettings {
  private static final String OURS = "mostao.";
  private static final String OURS_IN_ENVIRONMENT = "MOSTAO_";

  /** Of the launcher, the build and the tests, which are properties of JVMs that hold programs. */
  private static final Pattern OF_THE_BUILD =
      Pattern.compile(
          "mostao\\.(root|terminal|(measure|million|test|simulation|faults|fuzz|seed)(\\..*)?)");

  /** What Kubernetes tells every pod about a Service whose name begins like ours. */
  private static final Pattern OF_A_SERVICE =
      Pattern.compile("MOSTAO_.*_(SERVICE_(HOST|PORT.*)|PORT|PORT_\\d+_.*)");

  private final Set<String> names = new TreeSet<>();

  /**
   * Settings that an interface names: a method each, in words with hyphens; a method that returns
   * an interface of ours is a group.
   *
   * @param prefix of all of them: {@code mostao.intake}
   */
  public KnownSettings in(String prefix, Class<?> settings) {
    for (Method method : settings.getMethods()) {
      if (method.isDefault() || method.getDeclaringClass() == Object.class) {
        continue;
      }
      String name = prefix + "." + words(method.getName());
      if (method.getReturnType().isInterface() && isOurs(method.getReturnType())) {
        in(name, method.getReturnType());
      } else {
        names.add(name);
      }
    }
    return this;
  }

  /** One more. */
  public KnownSettings and(String name) {
    names.add(name);
    return this;
  }

  /**
   * One whose method has another name, which is no setting.
   *
   * @param method the name that {@link #in} made of it
   */
  public KnownSettings renamed(String method, String name) {
    if (!names.remove(method)) {
      throw new IllegalArgumentException(method + " is not one of " + names);
    }
    return and(name);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(OURS);
  }

  private static String words(String method) {
    return method.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a setting nobody reads.
   *
   * @param given names of all settings there are, from files, properties and the environment
   * @param environment the variables of this process
   * @throws IllegalArgumentException naming the setting, and the known one that is most like it
   */
  public void check(Iterable<String> given, Map<String, String> environment) {
    Set<String> known = new TreeSet<>();
    names.forEach(name -> known.add(inEnvironment(name)));
    for (String variable : new TreeSet<>(environment.keySet())) {
      if (variable.startsWith(OURS_IN_ENVIRONMENT)
          && !known.contains(variable)
          && !OF_A_SERVICE.matcher(variable).matches()) {
        throw unknown(variable, nearest(variable.toLowerCase(Locale.ROOT).replace('_', '.')));
      }
    }
    for (String name : given) {
      if (name.startsWith(OURS)
          && !names.contains(name)
          && !OF_THE_BUILD.matcher(name).matches()
          && !environment.containsKey(inEnvironment(name))) {
        throw unknown(name, nearest(name));
      }
    }
  }

  private static IllegalArgumentException unknown(String name, Optional<String> nearest) {
    return new IllegalArgumentException(
        "the setting "
            + name
            + " is unknown: remove it"
            + nearest.map(like -> ", or did you mean " + like + "?").orElse(""));
  }

  private static String inEnvironment(String name) {
    return name.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private Optional<String> nearest(String name) {
    return names.stream().min(Comparator.comparingInt(known -> distance(known, name)));
  }

  /** Insertions, deletions and replacements between the two (Levenshtein). */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[other.length()];
  }

  /** The names of all of them. */
  public Set<String> all() {
    return Set.copyOf(names);
  }
}
