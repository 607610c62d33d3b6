package dev.seal.lora.internal.script;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.seal.api.DeviceMemoryException;
import dev.seal.api.EngineException;
import dev.seal.lora.internal.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One call of a method of the script: collects its arguments in their order, runs, and owns every
 * array made for it until it is closed.
 */
public final class NativeCall implements AutoCloseable {

  private static final int ALIGNMENT = 64;
  // What libtorch's allocators for CPUs and for CUDA say.
  private static final Pattern OUT_OF_MEMORY =
      Pattern.compile("can't allocate memory|not enough memory|out of memory|ALLOC_FAILED");

  private final NativeModule module;
  private final String method;
  private final NDManager scope;
  private final NDManager host;
  private final List<Argument> arguments = new ArrayList<>();
  private final Runnable atEnd;
  private int stagedBytes;
  private @Nullable ByteBuffer staging;

  /** An argument whose values stand in the staging buffer, or arrays that are there already. */
  private record Argument(
      Object values, int offset, Shape shape, boolean onHost, List<NDArray> arrays) {}

  NativeCall(NativeModule module, String method, Runnable atEnd) {
    this.module = module;
    this.method = method;
    this.atEnd = atEnd;
    this.scope = module.manager().newSubManager();
    this.host = module.device().isGpu() ? scope.newSubManager(Device.cpu()) : scope;
  }

  /** Adds an int64 tensor on the device. */
  @CanIgnoreReturnValue
  public NativeCall add(long[] values, long... shape) {
    return stage(
        values,
        values.length * Long.BYTES,
        false,
        shape.length == 0 ? new long[] {values.length} : shape);
  }

  /** Adds an f32 tensor on the device. */
  @CanIgnoreReturnValue
  public NativeCall add(float[] values, long... shape) {
    return stage(
        values,
        values.length * Float.BYTES,
        false,
        shape.length == 0 ? new long[] {values.length} : shape);
  }

  /** Adds an int64 tensor in the host's memory, where the script reads single values. */
  @CanIgnoreReturnValue
  public NativeCall addHost(long[] values, long... shape) {
    return stage(
        values,
        values.length * Long.BYTES,
        true,
        shape.length == 0 ? new long[] {values.length} : shape);
  }

  /** Adds an f64 tensor in the host's memory. */
  @CanIgnoreReturnValue
  public NativeCall addHost(double[] values, long... shape) {
    return stage(
        values,
        values.length * Double.BYTES,
        true,
        shape.length == 0 ? new long[] {values.length} : shape);
  }

  /** Adds an array that is on the device already; it stays with its owner. */
  @CanIgnoreReturnValue
  public NativeCall add(NDArray array) {
    arguments.add(new Argument(array, 0, array.getShape(), false, List.of(array)));
    return this;
  }

  /** Adds a list of arrays, at least one; they stay with their owners. */
  @CanIgnoreReturnValue
  public NativeCall add(List<NDArray> arrays) {
    arguments.add(new Argument(arrays, 0, new Shape(), false, List.copyOf(arrays)));
    return this;
  }

  /**
   * Adds a vector of what lies between a direct little-endian buffer's position and limit; bf16 as
   * the uint8 vector of its bytes, for DJL aborts the process when it is given bf16.
   */
  @CanIgnoreReturnValue
  public NativeCall add(ByteBuffer bytes, TensorType type) {
    long elements = bytes.remaining() / type.bytes();
    return switch (type) {
      case F32 -> add(scope.create(bytes, new Shape(elements), DataType.FLOAT32));
      case F16 -> add(scope.create(bytes, new Shape(elements), DataType.FLOAT16));
      case BF16 -> add(scope.create(bytes, new Shape(bytes.remaining()), DataType.UINT8));
    };
  }

  /** Adds a tensor of which the script uses the device only. */
  @CanIgnoreReturnValue
  public NativeCall addDevice() {
    return add(new float[1]);
  }

  /**
   * Runs.
   *
   * @return what the method returned, owned by this call
   * @throws EngineException if the native code fails
   */
  @CanIgnoreReturnValue
  public NDList run() {
    try {
      NDList inputs = inputs();
      // A setting of the thread. The optimizing executor rewrites the graph after its first runs,
      // which would change the last bits of a result between equal calls.
      JniUtils.setGraphExecutorOptimize(false);
      // Not for training in DJL's sense: nothing is recorded for autograd, which the script has no
      // use for.
      return module.model().getBlock().forward(new ParameterStore(scope, false), inputs, false);
    } catch (RuntimeException e) {
      if (OUT_OF_MEMORY.matcher(String.valueOf(e.getMessage())).find()) {
        throw new DeviceMemoryException(
            "the memory of "
                + module.device()
                + " ran out in "
                + method
                + "; lower the engine's batch tokens, close adapters that are not used, or choose a"
                + " smaller model",
            e);
      }
      throw new EngineException("libtorch failed in " + method + ": " + e.getMessage(), e);
    } finally {
      JniUtils.setGraphExecutorOptimize(true);
      arguments.forEach(argument -> argument.arrays().forEach(array -> array.setName(null)));
    }
  }

  private NDList inputs() {
    NDList inputs = new NDList();
    staging = module.takeStaging(stagedBytes);
    NDArray name = scope.create(new Shape(0));
    name.setName("module_method:" + method);
    inputs.add(name);
    int lists = 0;
    for (Argument argument : arguments) {
      if (argument.values() instanceof List<?>) {
        String list = "list" + lists++ + "[]";
        for (NDArray array : argument.arrays()) {
          array.setName(list);
          inputs.add(array);
        }
      } else if (argument.values() instanceof NDArray array) {
        inputs.add(array);
      } else {
        inputs.add(staged(argument, staging));
      }
    }
    return inputs;
  }

  @CanIgnoreReturnValue
  private NativeCall stage(Object values, int bytes, boolean onHost, long[] shape) {
    arguments.add(new Argument(values, stagedBytes, new Shape(shape), onHost, List.of()));
    stagedBytes += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return this;
  }

  private NDArray staged(Argument argument, ByteBuffer staging) {
    NDManager target = argument.onHost() ? host : scope;
    DataType type;
    ByteBuffer place = staging.duplicate().order(staging.order());
    place.position(argument.offset());
    if (argument.values() instanceof long[] values) {
      type = DataType.INT64;
      place.asLongBuffer().put(values);
      place.limit(place.position() + values.length * Long.BYTES);
    } else if (argument.values() instanceof double[] values) {
      type = DataType.FLOAT64;
      place.asDoubleBuffer().put(values);
      place.limit(place.position() + values.length * Double.BYTES);
    } else {
      float[] values = (float[]) argument.values();
      type = DataType.FLOAT32;
      place.asFloatBuffer().put(values);
      place.limit(place.position() + values.length * Float.BYTES);
    }
    if (argument.shape().size() == 0) {
      return target.create(argument.shape(), type);
    }
    return target.create(place.slice().order(staging.order()), argument.shape(), type);
  }

  @Override
  public void close() {
    try {
      scope.close();
      if (staging != null) {
        module.giveStaging(staging);
      }
    } finally {
      atEnd.run();
    }
  }
}
