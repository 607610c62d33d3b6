package dev.seal.lora.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import dev.seal.api.DeviceMemoryException;
import dev.seal.api.EngineException;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeCallTest {

  @TempDir Path folder;

  private NativeModule module;

  @BeforeEach
  void open() throws IOException {
    try (Checkpoint checkpoint = Checkpoints.open(ModelRef.folder(TinyModel.write(folder)))) {
      module = WeightLoader.load(checkpoint, Djl.device("cpu"), Precision.F32);
    }
  }

  @AfterEach
  void close() {
    module.close();
  }

  /** More than a process can address, so that no machine grants it. */
  @Test
  void a_want_of_memory_is_told_from_other_failures_and_the_model_goes_on() {
    int before = module.liveArrays();
    assertThatThrownBy(() -> copied(1L << 46))
        .isInstanceOf(DeviceMemoryException.class)
        .hasMessageContainingAll("the memory of cpu", "ran out in copy_blocks", "batch tokens")
        .hasStackTraceContaining("281474976710656 bytes");
    assertThat(copied(3)).containsExactly(5, 6, 0);
    assertThat(module.liveArrays()).isEqualTo(before);
  }

  @Test
  void another_failure_of_native_code_is_no_want_of_memory() {
    assertThatThrownBy(() -> copied(1))
        .isInstanceOf(EngineException.class)
        .isNotInstanceOf(DeviceMemoryException.class)
        .hasMessageContaining("libtorch failed in copy_blocks");
    assertThat(copied(2)).containsExactly(5, 6);
  }

  // Two values at the head of as many zeros as are asked for.
  private float[] copied(long size) {
    NDArray source = module.create(new float[] {5, 6});
    try (source;
        NativeCall call = module.call("copy_blocks")) {
      return call.add(source)
          .addHost(new long[] {size})
          .addHost(new long[] {0, 2, 0, 2, 1, 2}, 1, 6)
          .run()
          .get(0)
          .toFloatArray();
    }
  }
}
