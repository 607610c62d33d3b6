package dev.seal.lora.internal.adapter;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.common.primitives.Floats;
import dev.seal.api.model.Adapter;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The adapters that the requests of one call name, opened in the script's bank until it is closed.
 * To be used under the module's lock.
 */
public final class AdapterBank implements AutoCloseable {

  private final NativeModule module;
  private final Map<NativeAdapter, Integer> numbers = new LinkedHashMap<>();

  /**
   * Opens the bank.
   *
   * @param adapters the adapter of each request, or null
   * @throws dev.seal.api.AdapterMismatchException if one belongs to another model
   * @throws IllegalStateException if one is closed
   */
  public AdapterBank(NativeModule module, ModelConfig config, Stream<@Nullable Adapter> adapters) {
    this.module = module;
    adapters
        .filter(Objects::nonNull)
        .forEach(adapter -> numbers.putIfAbsent(NativeAdapter.of(adapter, module), numbers.size()));
    if (!numbers.isEmpty()) {
      open(config);
    }
  }

  private void open(ModelConfig config) {
    BankLayout layout =
        BankLayout.union(config, numbers.keySet().stream().map(NativeAdapter::layout).toList());
    try (NDManager scope = module.newScope();
        NativeCall call = module.call("open_bank")) {
      List<NDArray> values = new ArrayList<>();
      for (NativeAdapter adapter : numbers.keySet()) {
        values.add(adapter.valuesIn(layout, scope));
      }
      float[] scales =
          Floats.concat(
              numbers.keySet().stream().map(NativeAdapter::scales).toArray(float[][]::new));
      call.addHost(layout.ranks())
          .add(values)
          .add(scales, numbers.size(), scales.length / numbers.size())
          .run();
    }
  }

  /** How many adapters there are. */
  public int size() {
    return numbers.size();
  }

  /** The number of an adapter, or {@link Batch#NO_ADAPTER} for null. */
  public int number(@Nullable Adapter adapter) {
    if (adapter == null) {
      return Batch.NO_ADAPTER;
    }
    return Objects.requireNonNull(numbers.get(NativeAdapter.of(adapter, module)));
  }

  @Override
  public void close() {
    if (!numbers.isEmpty()) {
      try (NativeCall call = module.call("close_bank")) {
        call.addDevice().run();
      }
    }
  }
}
