package dev.seal.lora.internal.adapter;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.JsonFields;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds out which matrices of a model a PEFT configuration adapts, and each one's rank and alpha.
 * PEFT matches names and patterns with the paths of a model's modules; this does so with the paths
 * of this model, and says the outcome as a {@link LoraSpec}.
 */
final class TargetMatrices {

  private static final int LARGEST_RANK = 65_536;
  private static final String ALL_LINEAR = "all-linear";

  /** Modules that PEFT can adapt and this library does not. */
  private static final List<String> OTHERS = List.of("lm_head", "model.embed_tokens");

  private final JsonFields json;
  private final ModelConfig config;
  private final NamePatterns patterns;
  private final Map<AdapterKey, String> paths = new LinkedHashMap<>();

  /** What a pattern says of the matrices that it matches. */
  private record Rule<V>(Predicate<String> matches, V value) {}

  private TargetMatrices(JsonFields json, ModelConfig config) {
    this.json = json;
    this.config = config;
    this.patterns = new NamePatterns(json);
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : TargetModule.values()) {
        paths.put(new AdapterKey(layer, module), module.path(layer));
      }
    }
  }

  /**
   * The shape of the adapter that a configuration describes, of this model.
   *
   * @throws ModelFormatException if a value is out of its range
   * @throws UnsupportedModelException if it adapts anything but the seven matrices of a layer
   */
  static LoraSpec read(JsonFields json, ModelConfig config) {
    return new TargetMatrices(json, config).spec();
  }

  private LoraSpec spec() {
    int rank = (int) json.integer("r", 1, LARGEST_RANK);
    double alpha = alpha(json, "lora_alpha");
    List<AdapterKey> adapted = adapted();
    Map<AdapterKey, Integer> ranks =
        each(
            adapted,
            "rank_pattern",
            rank,
            fields -> key -> (int) fields.integer(key, 1, LARGEST_RANK));
    Map<AdapterKey, Double> alphas =
        each(adapted, "alpha_pattern", alpha, fields -> key -> alpha(fields, key));
    Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
    Set<Integer> layers = new TreeSet<>();
    for (AdapterKey key : adapted) {
      modules.add(key.module());
      layers.add(key.layer());
    }
    boolean everyLayer = layers.size() == config.layers() && !uses("layers_to_transform");
    Set<String> excluded = new TreeSet<>();
    paths.forEach(
        (key, path) -> {
          if (modules.contains(key.module())
              && layers.contains(key.layer())
              && !ranks.containsKey(key)) {
            excluded.add(path);
          }
        });
    return LoraSpec.builder()
        .rank(rank)
        .alpha(alpha)
        .rankStabilized(json.flag("use_rslora", false))
        .targetModules(modules)
        .layers(everyLayer ? Set.of() : layers)
        .excludedModules(excluded)
        .rankPattern(pattern(ranks, rank))
        .alphaPattern(pattern(alphas, alpha))
        .build();
  }

  private static double alpha(JsonFields fields, String key) {
    double alpha = fields.number(key);
    if (alpha <= 0) {
      throw new ModelFormatException(
          "%s: \"%s\" must be above 0, but was %s; correct it or get the file again"
              .formatted(fields.file(), fields.path(key), fields.text(key)));
    }
    return alpha;
  }

  private List<AdapterKey> adapted() {
    Predicate<String> target = target();
    Predicate<String> excluded = excluded();
    // PEFT takes a whole path at its word, whatever layers are chosen.
    Set<String> whole =
        json.isArray("target_modules")
            ? Set.copyOf(json.strings("target_modules"))
            : Set.<String>of();
    Predicate<String> inLayers = layers().or(whole::contains);
    List<AdapterKey> adapted = new ArrayList<>();
    paths.forEach(
        (key, path) -> {
          if (target.test(path) && !excluded.test(path) && inLayers.test(path)) {
            adapted.add(key);
          }
        });
    for (String other : OTHERS) {
      if (target.test(other) && !excluded.test(other)) {
        throw unsupported(
            "target_modules",
            "adapts "
                + other
                + ", but this library adapts q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj and"
                + " down_proj only");
      }
    }
    if (adapted.isEmpty()) {
      throw unsupported(
          uses("layers_to_transform") ? "layers_to_transform" : "target_modules",
          "leaves nothing of the %d layers of this model to adapt; give the adapter's own base model"
              .formatted(config.layers()));
    }
    return adapted;
  }

  private Predicate<String> target() {
    if (json.isArray("target_modules")) {
      List<String> names = json.strings("target_modules");
      Set<String> known = new HashSet<>();
      paths.values().forEach(path -> known.addAll(ends(path)));
      for (String name : names) {
        if (!known.contains(name)) {
          throw unsupported(
              "target_modules",
              "names %s, which is none of the matrices that this library adapts (q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj and down_proj of layers 0 to %d)"
                  .formatted(name, config.layers() - 1));
        }
      }
      return anyOf(names);
    }
    String pattern = json.string("target_modules");
    for (String key : List.of("layers_to_transform", "layers_pattern")) {
      if (uses(key)) {
        throw unsupported(
            key,
            "is not used by PEFT where \"target_modules\" is a pattern; remove it, or list the"
                + " modules");
      }
    }
    if (pattern.toLowerCase(Locale.ROOT).equals(ALL_LINEAR)) {
      return paths::containsValue;
    }
    return patterns.whole("target_modules", pattern);
  }

  private Predicate<String> excluded() {
    if (!uses("exclude_modules")) {
      return path -> false;
    }
    return json.isArray("exclude_modules")
        ? anyOf(json.strings("exclude_modules"))
        : patterns.whole("exclude_modules", json.string("exclude_modules"));
  }

  private Predicate<String> layers() {
    if (!uses("layers_to_transform")) {
      if (uses("layers_pattern")) {
        throw unsupported(
            "layers_pattern", "has no meaning without \"layers_to_transform\"; remove it");
      }
      return path -> true;
    }
    Set<Long> wanted =
        json.isArray("layers_to_transform")
            ? new HashSet<>(json.integers("layers_to_transform", 0, Integer.MAX_VALUE))
            : Set.of(json.integer("layers_to_transform", 0, Integer.MAX_VALUE));
    List<Pattern> numbered = new ArrayList<>();
    for (String pattern : layersPatterns()) {
      numbered.add(patterns.layer("layers_pattern", pattern));
    }
    return path -> {
      for (Pattern pattern : numbered) {
        Matcher matcher = pattern.matcher(path);
        if (matcher.lookingAt()) {
          String layer = matcher.group("idx"); // null where the pattern is a choice without it
          return layer != null && wanted.contains(Long.parseLong(layer));
        }
      }
      return false;
    };
  }

  private List<String> layersPatterns() {
    if (!uses("layers_pattern")) {
      return List.of("[^.]*");
    }
    return json.isArray("layers_pattern")
        ? json.strings("layers_pattern")
        : List.of(json.string("layers_pattern"));
  }

  private <V> Map<AdapterKey, V> each(
      List<AdapterKey> adapted,
      String key,
      V otherwise,
      Function<JsonFields, Function<String, V>> reader) {
    List<Rule<V>> rules = new ArrayList<>();
    if (uses(key)) {
      JsonFields fields = json.fields(key);
      Function<String, V> value = reader.apply(fields);
      for (String name : fields.keys()) {
        rules.add(new Rule<>(patterns.end(key, name), value.apply(name)));
      }
    }
    Map<AdapterKey, V> found = new LinkedHashMap<>();
    for (AdapterKey matrix : adapted) {
      String path = matrix.module().path(matrix.layer());
      found.put(
          matrix,
          rules.stream()
              .filter(rule -> rule.matches().test(path))
              .findFirst()
              .map(Rule::value)
              .orElse(otherwise));
    }
    return found;
  }

  /**
   * A {@code rank_pattern} or {@code alpha_pattern} that gives matrices these values: under a
   * module's name where all of them have one value, else under their paths. No two of its keys
   * match the same matrix, as PEFT takes the first that does, but sorts them when it saves.
   *
   * @param otherwise what a matrix has without pattern
   */
  static <V> Map<String, V> pattern(Map<AdapterKey, V> values, V otherwise) {
    Map<TargetModule, Set<V>> byModule = new EnumMap<>(TargetModule.class);
    values.forEach(
        (key, value) ->
            byModule.computeIfAbsent(key.module(), module -> new HashSet<>()).add(value));
    Map<String, V> pattern = new LinkedHashMap<>();
    values.forEach(
        (key, value) -> {
          if (!value.equals(otherwise)) {
            boolean same = Objects.requireNonNull(byModule.get(key.module())).size() == 1;
            TargetModule module = key.module();
            pattern.put(same ? module.moduleName() : module.path(key.layer()), value);
          }
        });
    return pattern;
  }

  private boolean uses(String key) {
    return !json.isEmptyOrFalse(key);
  }

  private static Predicate<String> anyOf(List<String> names) {
    Set<String> distinct = new HashSet<>(names);
    return path -> ends(path).stream().anyMatch(distinct::contains);
  }

  /** By which names a list may call a module: its path, and what stands behind each dot of it. */
  private static List<String> ends(String path) {
    List<String> ends = new ArrayList<>(List.of(path));
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      ends.add(path.substring(dot + 1));
    }
    return ends;
  }

  private UnsupportedModelException unsupported(String key, String what) {
    String value = json.text(key);
    return new UnsupportedModelException(
        "%s: \"%s\" is %s, which %s"
            .formatted(
                json.file(),
                key,
                value.length() > 200 ? value.substring(0, 200) + "..." : value,
                what));
  }
}
