package dev.seal.lora.internal.adapter;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seal.api.AdapterMismatchException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LoraSpec;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** An adapter whose values lie in one array (P) beside its model's weights. */
public final class NativeAdapter implements Adapter {

  private final NativeModule module;
  private final BankLayout layout;
  private final LoraSpec spec;
  private final float[] scales;
  private final String baseName;
  private final String baseFingerprint;
  private final NDArray values;
  private volatile boolean closed;

  /**
   * Takes over values.
   *
   * @param values (P) in the layout, owned by the module
   */
  public NativeAdapter(
      NativeModule module,
      BankLayout layout,
      LoraSpec spec,
      String baseName,
      String baseFingerprint,
      NDArray values) {
    this.module = module;
    this.layout = layout;
    this.spec = spec;
    this.scales = layout.scales(spec);
    this.baseName = baseName;
    this.baseFingerprint = baseFingerprint;
    this.values = values;
  }

  /**
   * The implementation behind an adapter, if it belongs to a model.
   *
   * @throws AdapterMismatchException if it belongs to another
   * @throws IllegalStateException if it is closed
   */
  public static NativeAdapter of(Adapter adapter, NativeModule module) {
    if (!(adapter instanceof NativeAdapter known) || known.module != module) {
      throw new AdapterMismatchException(
          "the adapter belongs to another model (fingerprint "
              + adapter.baseFingerprint()
              + "); save it and load it into this one, if the fingerprints are equal");
    }
    known.checkOpen();
    return known;
  }

  @Override
  public LoraSpec spec() {
    return spec;
  }

  @Override
  public long parameters() {
    return layout.size();
  }

  @Override
  public String baseFingerprint() {
    return baseFingerprint;
  }

  public BankLayout layout() {
    return layout;
  }

  /** The scale of each matrix (layers * 7), as the script's bank takes it; not to be written to. */
  float[] scales() {
    return scales;
  }

  /** The values (P); to be used under the module's lock. */
  public NDArray values() {
    checkOpen();
    return values;
  }

  /** The values in a layout: this adapter's own array, or a copy that the scope owns. */
  public NDArray valuesIn(BankLayout target, NDManager scope) {
    return layout.sameAs(target) ? values() : relayout(module, values(), layout, target, scope);
  }

  /** A copy of values in another layout, owned by the scope. */
  public static NDArray relayout(
      NativeModule module, NDArray values, BankLayout from, BankLayout to, NDManager scope) {
    long[][] blocks = from.blocksTo(to);
    long[] flat = Arrays.stream(blocks).flatMapToLong(Arrays::stream).toArray();
    try (NativeCall call = module.call("copy_blocks")) {
      call.add(values).addHost(new long[] {to.size()}).addHost(flat, blocks.length, 6);
      NDArray moved = call.run().get(0);
      moved.attach(scope);
      return moved;
    }
  }

  @Override
  public void save(Path folder) {
    float[] copy;
    module.lock().lock();
    // From a GPU DJL would read through a copy of its own, which nothing closes.
    try (NDArray onHost = values().toDevice(Device.cpu(), true)) {
      copy = onHost.toFloatArray();
    } finally {
      module.lock().unlock();
    }
    new AdapterFile(spec, baseName, Optional.of(baseFingerprint), layout.split(copy)).write(folder);
  }

  @Override
  public boolean isClosed() {
    return closed || module.isClosed();
  }

  @Override
  public void close() {
    module.lock().lock();
    try {
      if (!isClosed()) {
        values.close();
      }
      closed = true;
    } finally {
      module.lock().unlock();
    }
  }

  private void checkOpen() {
    if (isClosed()) {
      throw new IllegalStateException(
          "the adapter is closed; keep it open until its last use, or save it and load it again");
    }
  }
}
