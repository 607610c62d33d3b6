package dev.seal.lora.internal.adapter;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Where each value of an adapter of a rank and a set of target modules stands among its P values:
 * per layer, per group of matrices with one input (q k v, o, gate up, down), A of its matrices one
 * below the other, then B of each. The script derives the same order from rank and modules.
 */
public final class BankLayout {

  private static final List<Set<TargetModule>> GROUPS =
      List.of(
          EnumSet.of(TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ),
          EnumSet.of(TargetModule.O_PROJ),
          EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ),
          EnumSet.of(TargetModule.DOWN_PROJ));

  private static final int LARGEST = Integer.MAX_VALUE / Float.BYTES;

  private final ModelConfig config;
  private final int rank;
  private final Set<TargetModule> modules;
  private final Map<TargetModule, long[]> offsetsInLayer = new EnumMap<>(TargetModule.class);
  private final long layerSize;

  /** The layout of a rank and target modules. */
  public BankLayout(ModelConfig config, int rank, Set<TargetModule> modules) {
    this.config = config;
    this.rank = rank;
    this.modules = EnumSet.copyOf(modules);
    long at = 0;
    for (Set<TargetModule> group : GROUPS) {
      Map<TargetModule, Long> a = new EnumMap<>(TargetModule.class);
      for (TargetModule module : group) {
        if (modules.contains(module)) {
          a.put(module, at);
          at += (long) rank * ModelTensors.inputs(config, module);
        }
      }
      for (Map.Entry<TargetModule, Long> entry : a.entrySet()) {
        offsetsInLayer.put(entry.getKey(), new long[] {entry.getValue(), at});
        at += (long) rank * ModelTensors.outputs(config, entry.getKey());
      }
    }
    layerSize = at;
  }

  /**
   * The layout of one adapter.
   *
   * @throws IllegalArgumentException if it has more values than a Java buffer holds as f32
   */
  public static BankLayout of(ModelConfig config, LoraSpec spec) {
    BankLayout layout = new BankLayout(config, spec.rank(), spec.targetModules());
    if (layout.size() > LARGEST) {
      throw new IllegalArgumentException(
          "an adapter of rank "
              + spec.rank()
              + " on "
              + spec.targetModules().size()
              + " matrices a layer has "
              + layout.size()
              + " values, more than "
              + LARGEST
              + "; lower the rank or adapt fewer matrices");
    }
    return layout;
  }

  /**
   * The smallest layout that holds adapters of all these shapes: the largest rank, every module.
   */
  public static BankLayout union(ModelConfig config, Collection<LoraSpec> specs) {
    int rank = 1;
    Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
    for (LoraSpec spec : specs) {
      rank = Math.max(rank, spec.rank());
      modules.addAll(spec.targetModules());
    }
    return new BankLayout(config, rank, modules);
  }

  /** P. */
  public long size() {
    return layerSize * config.layers();
  }

  /** The script's argument {@code shape}: the rank, then for each module whether it is there. */
  public long[] shape() {
    TargetModule[] all = TargetModule.values();
    long[] shape = new long[1 + all.length];
    shape[0] = rank;
    for (int i = 0; i < all.length; i++) {
      shape[1 + i] = modules.contains(all[i]) ? 1 : 0;
    }
    return shape;
  }

  /** Whether two layouts put every value in the same place. */
  public boolean sameAs(BankLayout other) {
    return rank == other.rank && modules.equals(other.modules);
  }

  /**
   * The script's argument {@code blocks} to copy values of this layout into another: lines of
   * target offset and row length, source offset and row length, rows, columns. Where a rank or a
   * module is not on both sides, values are left out, or stay zero.
   */
  public long[][] blocksTo(BankLayout target) {
    int common = Math.min(rank, target.rank);
    List<long[]> blocks = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : modules) {
        if (target.modules.contains(module)) {
          int in = ModelTensors.inputs(config, module);
          int out = ModelTensors.outputs(config, module);
          blocks.add(new long[] {target.a(layer, module), in, a(layer, module), in, common, in});
          blocks.add(
              new long[] {
                target.b(layer, module), target.rank, b(layer, module), rank, out, common
              });
        }
      }
    }
    return blocks.toArray(new long[0][]);
  }

  /**
   * Fresh values, as PEFT draws them: A uniform in {@code +-1/sqrt(in)} (Kaiming's bound with a =
   * sqrt 5), B zero, so that the adapter changes nothing yet.
   */
  public float[] fresh(long seed) {
    float[] values = new float[Math.toIntExact(size())];
    SplittableRandom random = new SplittableRandom(seed);
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : modules) {
        int in = ModelTensors.inputs(config, module);
        double bound = 1 / Math.sqrt(in);
        int from = Math.toIntExact(a(layer, module));
        for (int i = from; i < from + rank * in; i++) {
          values[i] = (float) (bound * (2 * random.nextDouble() - 1));
        }
      }
    }
    return values;
  }

  /** The values by matrix. */
  public Map<AdapterKey, LoraWeights> split(float[] values) {
    Map<AdapterKey, LoraWeights> weights = new LinkedHashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : modules) {
        int a = Math.toIntExact(a(layer, module));
        int b = Math.toIntExact(b(layer, module));
        weights.put(
            new AdapterKey(layer, module),
            new LoraWeights(
                Arrays.copyOfRange(values, a, a + rank * ModelTensors.inputs(config, module)),
                Arrays.copyOfRange(values, b, b + rank * ModelTensors.outputs(config, module))));
      }
    }
    return weights;
  }

  /** The reverse of {@link #split}. */
  public float[] join(Map<AdapterKey, LoraWeights> weights) {
    float[] values = new float[Math.toIntExact(size())];
    weights.forEach(
        (key, factors) -> {
          System.arraycopy(
              factors.a(),
              0,
              values,
              Math.toIntExact(a(key.layer(), key.module())),
              factors.a().length);
          System.arraycopy(
              factors.b(),
              0,
              values,
              Math.toIntExact(b(key.layer(), key.module())),
              factors.b().length);
        });
    return values;
  }

  private long a(int layer, TargetModule module) {
    return layer * layerSize + offsets(module)[0];
  }

  private long b(int layer, TargetModule module) {
    return layer * layerSize + offsets(module)[1];
  }

  private long[] offsets(TargetModule module) {
    return Objects.requireNonNull(offsetsInLayer.get(module));
  }
}
