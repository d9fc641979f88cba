package mostao.settings;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Settings that Java sources declare: the methods of {@code @ConfigMapping} interfaces, and
 * parameters with {@code @ConfigProperty} whose name is one of ours.
 */
final class Sources extends TreePathScanner<Void, Void> {
  private static final Pattern INLINE = Pattern.compile("\\{@\\w+\\s+([^{}]*)}");
  private static final Pattern BLOCK_TAG = Pattern.compile("(?m)^\\s*@\\w");

  private final DocTrees docs;
  private final List<Setting> found = new ArrayList<>();
  private final Map<String, String> constants = new HashMap<>();

  private Sources(DocTrees docs) {
    this.docs = docs;
  }

  static List<Setting> in(Path folder) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(folder)) {
      sources = files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      Sources reader = new Sources(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        reader.scan(unit, null);
      }
      return reader.found;
    }
  }

  @Override
  public Void visitClass(ClassTree type, Void none) {
    annotation(type.getModifiers(), "ConfigMapping")
        .ifPresent(mapping -> addAll(value(mapping, "prefix"), getCurrentPath()));
    return super.visitClass(type, none);
  }

  @Override
  public Void visitVariable(VariableTree variable, Void none) {
    if (variable.getInitializer() instanceof LiteralTree literal) {
      constants.put(variable.getName().toString(), String.valueOf(literal.getValue()));
    }
    annotation(variable.getModifiers(), "ConfigProperty")
        .filter(property -> value(property, "name").startsWith("mostao."))
        .ifPresent(property -> add(variable, property));
    return super.visitVariable(variable, none);
  }

  /** A parameter; its sentence is the one that the method's comment has for it. */
  private void add(VariableTree parameter, AnnotationTree property) {
    String comment = comment(getCurrentPath().getParentPath());
    Matcher purpose =
        Pattern.compile("@param " + parameter.getName() + " (.*?)(?=\\n\\s*@|\\z)", Pattern.DOTALL)
            .matcher(comment);
    String fallback = value(property, "defaultValue");
    found.add(
        new Setting(
            value(property, "name"),
            typeOf(parameter.getType().toString(), parameter.getName().toString()),
            fallback.isEmpty() ? Setting.NONE : fallback,
            purpose.find() ? markdown(purpose.group(1)) : ""));
  }

  private void addAll(String prefix, TreePath path) {
    ClassTree type = (ClassTree) path.getLeaf();
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method && isSetting(method)) {
        String name = prefix + "." + name(method);
        String result = method.getReturnType().toString();
        Optional<TreePath> nested = nested(path, result);
        if (nested.isEmpty()) {
          add(name, method, path);
        } else if (((ClassTree) nested.get().getLeaf()).getKind() == Tree.Kind.INTERFACE) {
          addAll(name, nested.get());
        } else {
          addChoice(name, method, path, (ClassTree) nested.get().getLeaf());
        }
      }
    }
  }

  private void add(String name, MethodTree method, TreePath path) {
    String result = method.getReturnType().toString();
    String absent = result.startsWith("Optional") ? Setting.NONE : Setting.REQUIRED;
    found.add(
        new Setting(
            name,
            typeOf(result, method.getName().toString()),
            fallback(method).orElse(absent),
            purpose(method, path)));
  }

  private void addChoice(String name, MethodTree method, TreePath path, ClassTree choices) {
    String values =
        choices.getMembers().stream()
            .filter(VariableTree.class::isInstance)
            .map(constant -> ((VariableTree) constant).getName().toString())
            .map(constant -> "`" + constant.toLowerCase(Locale.ROOT).replace('_', '-') + "`")
            .collect(Collectors.joining(", "));
    found.add(
        new Setting(
            name, values, fallback(method).orElse(Setting.REQUIRED), purpose(method, path)));
  }

  private static boolean isSetting(MethodTree method) {
    return method.getBody() == null
        && !method.getModifiers().getFlags().contains(Modifier.STATIC)
        && method.getParameters().isEmpty();
  }

  private static Optional<TreePath> nested(TreePath outer, String name) {
    return ((ClassTree) outer.getLeaf())
        .getMembers().stream()
            .filter(ClassTree.class::isInstance)
            .filter(type -> ((ClassTree) type).getSimpleName().contentEquals(name))
            .map(type -> new TreePath(outer, type))
            .findFirst();
  }

  private String name(MethodTree method) {
    return annotation(method.getModifiers(), "WithName")
        .map(given -> value(given, "value"))
        .orElseGet(
            () ->
                method.getName().toString().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT));
  }

  private Optional<String> fallback(MethodTree method) {
    return annotation(method.getModifiers(), "WithDefault").map(given -> value(given, "value"));
  }

  private String purpose(MethodTree method, TreePath path) {
    return markdown(BLOCK_TAG.split(comment(new TreePath(path, method)), 2)[0]);
  }

  private String comment(TreePath path) {
    return Optional.ofNullable(docs.getDocComment(path)).orElse("");
  }

  private static String markdown(String comment) {
    return INLINE.matcher(comment.replace("<p>", "")).replaceAll("`$1`");
  }

  private static String typeOf(String java, String name) {
    String type = java.replaceAll("^Optional<(.*)>$", "$1").replaceAll("^OptionalInt$", "int");
    if (type.matches("int|long|double")) {
      return name.toLowerCase(Locale.ROOT).endsWith("bytes") ? "bytes" : "number";
    }
    if (type.equals("String")) {
      return name.endsWith("File") ? "file" : "text";
    }
    return switch (type) {
      case "boolean" -> "`true`, `false`";
      case "Duration" -> "duration";
      case "URI" -> "URL";
      case "Set<String>" -> "list";
      // Kafka's own, whose source is not among ours.
      case "GroupProtocol" -> "`classic`, `consumer`";
      default -> throw new IllegalStateException("name the type " + type + " of " + name);
    };
  }

  private static Optional<? extends AnnotationTree> annotation(ModifiersTree on, String name) {
    return on.getAnnotations().stream()
        .filter(annotation -> annotation.getAnnotationType().toString().equals(name))
        .findFirst();
  }

  private String value(AnnotationTree annotation, String attribute) {
    for (ExpressionTree argument : annotation.getArguments()) {
      boolean named = argument instanceof AssignmentTree;
      String name = named ? ((AssignmentTree) argument).getVariable().toString() : "value";
      if (name.equals(attribute)) {
        ExpressionTree value = named ? ((AssignmentTree) argument).getExpression() : argument;
        return value instanceof LiteralTree literal
            ? String.valueOf(literal.getValue())
            : constants.getOrDefault(value.toString(), "");
      }
    }
    return "";
  }
}
