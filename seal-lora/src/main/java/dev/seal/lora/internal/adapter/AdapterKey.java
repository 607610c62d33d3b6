package dev.seal.lora.internal.adapter;

import dev.seal.api.model.TargetModule;

/**
 * Which matrix of a model an adapter's factors belong to.
 *
 * @param layer the layer, from 0
 * @param module the matrix in it
 */
public record AdapterKey(int layer, TargetModule module) {

  private static final String PREFIX = "base_model.model.";

  /** The tensor name of the first factor, (rank, in), in a PEFT file. */
  public String nameA() {
    return PREFIX + module.path(layer) + ".lora_A.weight";
  }

  /** The tensor name of the second factor, (out, rank), in a PEFT file. */
  public String nameB() {
    return PREFIX + module.path(layer) + ".lora_B.weight";
  }
}
