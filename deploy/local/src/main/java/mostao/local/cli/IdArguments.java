package mostao.local.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * One id in 64 begins with a hyphen and would be taken for options. Behind an option with a value
 * it is that value; elsewhere it goes behind {@code --}, where no options are.
 */
final class IdArguments implements IParameterPreprocessor {
  private static final Pattern ID = Pattern.compile("-[A-Za-z0-9_-]{42}(@[0-9]{1,18})?");
  private static final String END = "--";

  /**
   * In front of a value, so that it does not look like options; {@link #unmarked} takes it away.
   */
  private static final String MARK = "\u0001";

  @Override
  public boolean preprocess(
      Stack<String> words, CommandSpec command, ArgSpec none, Map<String, Object> info) {
    List<String> all = new ArrayList<>(words);
    Collections.reverse(all);
    words.clear();
    List<String> placed = placed(all, command);
    Collections.reverse(placed);
    words.addAll(placed);
    return false;
  }

  private static List<String> placed(List<String> all, CommandSpec command) {
    CommandSpec called = command;
    List<String> options = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    int at = 0;
    for (; at < all.size() && !all.get(at).equals(END); at++) {
      String word = all.get(at);
      CommandLine next = called.subcommands().get(word);
      if (!ID.matcher(word).matches()) {
        called = next == null ? called : next.getCommandSpec();
        options.add(word);
      } else if (at > 0 && takesValue(called, all.get(at - 1))) {
        options.set(options.size() - 1, all.get(at - 1) + "=" + MARK + word);
      } else {
        ids.add(word);
      }
    }
    if (!ids.isEmpty()) {
      options.add(END);
      options.addAll(ids);
      at += at < all.size() ? 1 : 0;
    }
    options.addAll(all.subList(at, all.size()));
    return options;
  }

  /** The value of an option or parameter as it was written. */
  static String unmarked(String value) {
    return value.startsWith(MARK) ? value.substring(MARK.length()) : value;
  }

  private static boolean takesValue(CommandSpec command, String word) {
    OptionSpec option = command.findOption(word);
    return option != null && option.names().length > 0 && option.arity().min() > 0;
  }
}
