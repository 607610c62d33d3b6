package dev.seal.lora.internal.script;

import ai.djl.Device;
import dev.seal.lora.internal.checkpoint.TensorType;

/** The precision of frozen weights and of what goes through them; adapters are f32 always. */
public enum Precision {
  /** For CPUs: bf16 is a hundred times slower there without instructions of its own. */
  F32("f32", 6, 4),
  /** For GPUs. */
  BF16("bf16", 15, 2);

  private final String label;
  private final long scalarType;
  private final int bytes;

  Precision(String label, long scalarType, int bytes) {
    this.label = label;
    this.scalarType = scalarType;
    this.bytes = bytes;
  }

  /** The precision that suits a device. */
  public static Precision of(Device device) {
    return device.isGpu() ? BF16 : F32;
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** Bytes of a weight. */
  public int bytes() {
    return bytes;
  }

  /** How files name it. */
  TensorType tensorType() {
    return this == F32 ? TensorType.F32 : TensorType.BF16;
  }

  /** libtorch's number for it. */
  long scalarType() {
    return scalarType;
  }
}
