package dev.seal.api.model;

import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of adapted matrices: the end of a path such as {@code model.layers.3.self_attn.q_proj},
 * from one of its dots on.
 */
final class MatrixNames {

  private MatrixNames() {}

  /**
   * Checks a name.
   *
   * @return the name
   * @throws IllegalArgumentException if no model has a matrix of that name
   */
  static String check(String name) {
    for (TargetModule module : TargetModule.values()) {
      String block = module.path().substring(0, module.path().indexOf('.'));
      String path =
          "((((model\\.)?layers\\.)?(0|[1-9][0-9]*)\\.)?" + block + "\\.)?" + module.moduleName();
      if (Pattern.matches(path, name)) {
        return name;
      }
    }
    throw new IllegalArgumentException(
        "\""
            + name
            + "\" names no matrix that can be adapted; give a name such as q_proj,"
            + " self_attn.q_proj or layers.3.self_attn.q_proj");
  }

  /** Whether a name is that of a layer's matrix. */
  static boolean matches(String name, int layer, TargetModule module) {
    String path = module.path(layer);
    int before = path.length() - name.length() - 1;
    return path.endsWith(name) && (before < 0 || path.charAt(before) == '.');
  }

  /** The value under the longest name of a layer's matrix. */
  static <V> V longest(Map<String, V> pattern, int layer, TargetModule module, V otherwise) {
    V found = otherwise;
    int length = 0;
    for (Map.Entry<String, V> entry : pattern.entrySet()) {
      String name = entry.getKey();
      if (name.length() > length && matches(name, layer, module)) {
        found = entry.getValue();
        length = name.length();
      }
    }
    return found;
  }
}
