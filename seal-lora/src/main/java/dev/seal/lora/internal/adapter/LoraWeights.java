package dev.seal.lora.internal.adapter;

/**
 * The two factors of one adapted matrix, row by row: {@code a} (rank, in) and {@code b} (out,
 * rank). The arrays are not copied; whoever holds them must not write to them.
 */
public final class LoraWeights {

  private final float[] a;
  private final float[] b;

  public LoraWeights(float[] a, float[] b) {
    this.a = a;
    this.b = b;
  }

  /** (rank, in). */
  public float[] a() {
    return a;
  }

  /** (out, rank). */
  public float[] b() {
    return b;
  }
}
