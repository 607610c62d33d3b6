package dev.seal.lora.internal.checkpoint;

import com.google.common.collect.Sets;
import dev.seal.api.model.TargetModule;
import java.util.Set;

/**
 * The sizes and constants of a transformer of the Llama family: RMS norm, rotary positions in the
 * half-rotation form, full, grouped-query or multi-query attention, SiLU-gated feed-forward.
 *
 * @param architecture the family
 * @param layers transformer layers
 * @param hiddenSize width of the residual stream
 * @param heads query heads
 * @param keyValueHeads key and value heads; divides {@code heads}
 * @param headSize width of a head, even; {@code heads * headSize} need not be {@code hiddenSize}
 * @param intermediateSize width of the feed-forward block
 * @param vocabularySize rows of the token table
 * @param contextWindow positions that the model was made for
 * @param normEpsilon epsilon of every RMS norm
 * @param rotary how positions turn queries and keys
 * @param tiedEmbeddings whether the token table is the output matrix as well
 * @param biases the matrices with a bias; of q, k and v all or none, of gate and up both or none
 */
public record ModelConfig(
    Architecture architecture,
    int layers,
    int hiddenSize,
    int heads,
    int keyValueHeads,
    int headSize,
    int intermediateSize,
    int vocabularySize,
    int contextWindow,
    double normEpsilon,
    Rotary rotary,
    boolean tiedEmbeddings,
    Set<TargetModule> biases) {

  /** The matrices that a bias on queries, keys and values is for. */
  static final Set<TargetModule> ATTENTION_INPUTS =
      Sets.immutableEnumSet(TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ);

  private static final int LARGEST_SIZE = 1 << 24;

  /**
   * Checks ranges and divisibility.
   *
   * @throws IllegalArgumentException if a size is out of range or does not divide another that it
   *     must
   */
  public ModelConfig {
    require("layers", layers, 4096);
    require("hidden size", hiddenSize, LARGEST_SIZE);
    require("attention heads", heads, 65_536);
    require("key-value heads", keyValueHeads, heads);
    requireHeadSize(headSize);
    require("intermediate size", intermediateSize, LARGEST_SIZE);
    require("vocabulary size", vocabularySize, LARGEST_SIZE);
    require("context window", contextWindow, 1 << 30);
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "attention heads must be a multiple of key-value heads, but were "
              + heads
              + " and "
              + keyValueHeads);
    }
    if (headSize % 2 != 0) {
      throw new IllegalArgumentException(
          "head size must be even, as rotary positions turn pairs, but was " + headSize);
    }
    if ((long) heads * headSize > LARGEST_SIZE) {
      throw new IllegalArgumentException(
          "attention heads times head size must be at most "
              + LARGEST_SIZE
              + ", but was "
              + (long) heads * headSize);
    }
    if (!(normEpsilon > 0 && normEpsilon < 1)) {
      throw new IllegalArgumentException(
          "norm epsilon must be > 0 and < 1, but was " + normEpsilon);
    }
    if (!rotary.divisors().isEmpty() && rotary.divisors().size() != headSize / 2) {
      throw new IllegalArgumentException(
          "heads of size "
              + headSize
              + " need "
              + headSize / 2
              + " rotary divisors, but there are "
              + rotary.divisors().size());
    }
    biases = Sets.immutableEnumSet(biases);
  }

  /** Rows of the query matrix, columns of the output matrix. */
  public int querySize() {
    return heads * headSize;
  }

  /** Rows of the key matrix and of the value matrix. */
  public int keyValueSize() {
    return keyValueHeads * headSize;
  }

  static void requireHeadSize(int headSize) {
    require("head size", headSize, 65_536);
  }

  private static void require(String what, int value, int largest) {
    if (value < 1 || value > largest) {
      throw new IllegalArgumentException(
          what + " must be from 1 to " + largest + ", but was " + value);
    }
  }
}
