package dev.seal.lora.internal.adapter;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Where each value of an adapter stands among its P values: per layer, per group of matrices with
 * one input (q k v, o, gate up, down), A of its adapted matrices one below the other, then B of
 * each. The script derives the same order from the ranks.
 */
public final class BankLayout {

  private static final List<TargetModule> MODULES = List.of(TargetModule.values());

  private static final List<Set<TargetModule>> GROUPS =
      List.of(
          EnumSet.of(TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ),
          EnumSet.of(TargetModule.O_PROJ),
          EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ),
          EnumSet.of(TargetModule.DOWN_PROJ));

  private static final int LARGEST = Integer.MAX_VALUE / Float.BYTES;

  // What SplittableRandom adds to its state for each number: a stream can be joined anywhere.
  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private final ModelConfig config;

  // Per layer and module, one layer behind the other: the rank (0: not adapted), and where A and B
  // begin.
  private final long[] ranks;
  private final long[] offsetsA;
  private final long[] offsetsB;
  private final long size;

  private BankLayout(ModelConfig config, long[] ranks) {
    this.config = config;
    this.ranks = ranks;
    offsetsA = new long[ranks.length];
    offsetsB = new long[ranks.length];
    long at = 0;
    for (int layer = 0; layer < config.layers(); layer++) {
      for (Set<TargetModule> group : GROUPS) {
        for (TargetModule module : group) {
          int place = place(layer, module);
          offsetsA[place] = at;
          at += ranks[place] * ModelTensors.inputs(config, module);
        }
        for (TargetModule module : group) {
          int place = place(layer, module);
          offsetsB[place] = at;
          at += ranks[place] * ModelTensors.outputs(config, module);
        }
      }
    }
    size = at;
  }

  /**
   * The layout of one adapter.
   *
   * @throws IllegalArgumentException if it adapts a layer that the model does not have, or nothing,
   *     or has more values than a Java buffer holds as f32
   */
  public static BankLayout of(ModelConfig config, LoraSpec spec) {
    for (int layer : spec.layers()) {
      if (layer >= config.layers()) {
        throw new IllegalArgumentException(
            "LoRA is to adapt layer %d, but the model's layers go from 0 to %d"
                .formatted(layer, config.layers() - 1));
      }
    }
    BankLayout layout = new BankLayout(config, ranks(config, spec));
    if (layout.size() == 0) {
      throw new IllegalArgumentException(
          "LoRA (" + spec + ") adapts no matrix of the model; exclude fewer modules");
    }
    if (layout.size() > LARGEST) {
      throw new IllegalArgumentException(
          "an adapter of "
              + spec
              + " has "
              + layout.size()
              + " values, more than "
              + LARGEST
              + "; lower the rank or adapt fewer matrices");
    }
    return layout;
  }

  /** The smallest layout that holds adapters of all these: each matrix's largest rank. */
  public static BankLayout union(ModelConfig config, Collection<BankLayout> layouts) {
    long[] largest = new long[config.layers() * MODULES.size()];
    for (BankLayout layout : layouts) {
      Arrays.setAll(largest, place -> Math.max(largest[place], layout.ranks[place]));
    }
    return new BankLayout(config, largest);
  }

  private static long[] ranks(ModelConfig config, LoraSpec spec) {
    long[] ranks = new long[config.layers() * MODULES.size()];
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : spec.targetModules()) {
        if (spec.adapts(layer, module)) {
          ranks[place(layer, module)] = spec.rank(layer, module);
        }
      }
    }
    return ranks;
  }

  /** P. */
  public long size() {
    return size;
  }

  /** The script's argument {@code ranks}, (layers * 7). */
  public long[] ranks() {
    return ranks.clone();
  }

  /** The scale of each adapted matrix of this layout's shape, (layers * 7); 0 for others. */
  public float[] scales(LoraSpec spec) {
    float[] scales = new float[ranks.length];
    for (AdapterKey key : keys()) {
      scales[place(key.layer(), key.module())] = (float) spec.scale(key.layer(), key.module());
    }
    return scales;
  }

  /** Whether two layouts put every value in the same place. */
  public boolean sameAs(BankLayout other) {
    return Arrays.equals(ranks, other.ranks);
  }

  /**
   * The script's argument {@code blocks} to copy values of this layout into another: lines of
   * target offset and row length, source offset and row length, rows, columns. Where a rank or a
   * matrix is not on both sides, values are left out, or stay zero.
   */
  public long[][] blocksTo(BankLayout target) {
    List<long[]> blocks = new ArrayList<>();
    for (AdapterKey key : keys()) {
      int place = place(key.layer(), key.module());
      long rank = ranks[place];
      long other = target.ranks[place];
      long common = Math.min(rank, other);
      if (common > 0) {
        long in = ModelTensors.inputs(config, key.module());
        long out = ModelTensors.outputs(config, key.module());
        blocks.add(new long[] {target.offsetsA[place], in, offsetsA[place], in, common, in});
        blocks.add(new long[] {target.offsetsB[place], other, offsetsB[place], rank, out, common});
      }
    }
    return blocks.toArray(new long[0][]);
  }

  /**
   * Fresh values, as PEFT draws them: A uniform in {@code +-1/sqrt(in)} (Kaiming's bound with a =
   * sqrt 5), B zero, so that the adapter changes nothing yet. One stream of numbers, in the order
   * of {@link #keys}, drawn by as many threads as there are.
   */
  public float[] fresh(long seed) {
    float[] values = new float[Math.toIntExact(size())];
    List<Runnable> matrices = new ArrayList<>();
    long drawn = 0;
    for (AdapterKey key : keys()) {
      SplittableRandom random = new SplittableRandom(seed + drawn * GAMMA);
      matrices.add(() -> fillA(values, key, random));
      drawn += lengthA(key);
    }
    matrices.parallelStream().forEach(Runnable::run);
    return values;
  }

  private void fillA(float[] values, AdapterKey key, SplittableRandom random) {
    double bound = 1 / Math.sqrt(ModelTensors.inputs(config, key.module()));
    int from = a(key);
    for (int i = from; i < from + lengthA(key); i++) {
      values[i] = (float) (bound * (2 * random.nextDouble() - 1));
    }
  }

  /** The values by matrix. */
  public Map<AdapterKey, LoraWeights> split(float[] values) {
    Map<AdapterKey, LoraWeights> weights = new LinkedHashMap<>();
    for (AdapterKey key : keys()) {
      weights.put(
          key,
          new LoraWeights(
              Arrays.copyOfRange(values, a(key), a(key) + lengthA(key)),
              Arrays.copyOfRange(values, b(key), b(key) + lengthB(key))));
    }
    return weights;
  }

  /** The reverse of {@link #split}. */
  public float[] join(Map<AdapterKey, LoraWeights> weights) {
    float[] values = new float[Math.toIntExact(size())];
    weights.forEach(
        (key, factors) -> {
          System.arraycopy(factors.a(), 0, values, a(key), lengthA(key));
          System.arraycopy(factors.b(), 0, values, b(key), lengthB(key));
        });
    return values;
  }

  /** The lowest layer with an adapted matrix. */
  public int lowestLayer() {
    return keys().get(0).layer();
  }

  /** The adapted matrices, in the order of layers and modules. */
  public List<AdapterKey> keys() {
    List<AdapterKey> keys = new ArrayList<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : MODULES) {
        if (ranks[place(layer, module)] > 0) {
          keys.add(new AdapterKey(layer, module));
        }
      }
    }
    return keys;
  }

  private static int place(int layer, TargetModule module) {
    return layer * MODULES.size() + MODULES.indexOf(module);
  }

  private int a(AdapterKey key) {
    return Math.toIntExact(offsetsA[place(key.layer(), key.module())]);
  }

  private int b(AdapterKey key) {
    return Math.toIntExact(offsetsB[place(key.layer(), key.module())]);
  }

  private int lengthA(AdapterKey key) {
    return rank(key) * ModelTensors.inputs(config, key.module());
  }

  private int lengthB(AdapterKey key) {
    return rank(key) * ModelTensors.outputs(config, key.module());
  }

  /** The rank of an adapted matrix. */
  int rank(AdapterKey key) {
    return Math.toIntExact(ranks[place(key.layer(), key.module())]);
  }
}
