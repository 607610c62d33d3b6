package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.io.Resources;
import dev.seal.api.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The loaded script with its weights. One call at a time: {@link #call} waits for the one before to
 * be closed, unless it is the same thread's.
 */
public final class NativeModule implements AutoCloseable {

  private static final String CLASS_NAME = "Transformer";
  private static final List<String> PARTS =
      List.of("transformer.py", "bank.py", "training.py", "generation.py", "likelihood.py");

  // The lists of tensors that the script fills.
  private static final List<String> LISTS =
      List.of(
          "weights",
          "packed",
          "packed_back",
          "cache",
          "bank",
          "scales",
          "ranks",
          "values",
          "slopes",
          "below");

  private final Device device;
  private final Precision precision;
  private final NDManager manager;
  private final Model model;
  private final ReentrantLock lock = new ReentrantLock();
  private ByteBuffer staging = ByteBuffer.allocateDirect(1 << 16).order(ByteOrder.nativeOrder());
  private volatile boolean closed;

  private NativeModule(Device device, Precision precision, NDManager manager, Model model) {
    this.device = device;
    this.precision = precision;
    this.manager = manager;
    this.model = model;
  }

  /**
   * Loads the script without weights.
   *
   * @param device where its tensors will be
   * @param precision of its frozen weights
   * @param shape the numbers that the script declares for the model's shape
   */
  public static NativeModule load(Device device, Precision precision, Map<String, Object> shape) {
    Map<String, Object> attributes = new LinkedHashMap<>(shape);
    attributes.put("training", true);
    attributes.put("compute_type", precision.scalarType());
    for (String list : LISTS) {
      attributes.put(list, List.of());
    }
    Model model = Model.newInstance("seal", device, Djl.ENGINE);
    try {
      byte[] archive = ScriptArchive.of(CLASS_NAME, script(), attributes);
      model.load(new ByteArrayInputStream(archive));
      // DJL makes a temporary folder for each model that it reads from a stream, and never uses it.
      MoreFiles.deleteRecursively(model.getModelPath(), RecursiveDeleteOption.ALLOW_INSECURE);
      return new NativeModule(
          device, precision, NDManager.newBaseManager(device, Djl.ENGINE), model);
    } catch (IOException | MalformedModelException | RuntimeException | LinkageError e) {
      model.close();
      throw new EngineException(
          "the engine's own script could not be loaded into libtorch: " + e.getMessage(), e);
    }
  }

  private static String script() throws IOException {
    StringBuilder code = new StringBuilder();
    for (String part : PARTS) {
      code.append(Resources.toString(Resources.getResource(NativeModule.class, part), UTF_8));
    }
    return code.toString();
  }

  /** Begins a call of one of the script's methods; the caller closes it. */
  public NativeCall call(String method) {
    lock.lock();
    if (closed) {
      lock.unlock();
      throw new IllegalStateException("the model is closed; open it again");
    }
    try {
      return new NativeCall(this, method);
    } catch (Throwable t) {
      lock.unlock();
      throw t;
    }
  }

  /** Puts the weights in the order in which products are fastest, where there is one. */
  public void pack() {
    pack("pack");
  }

  /** As {@link #pack}, for the way back too. */
  public void packForTraining() {
    pack("pack");
    pack("pack_back");
  }

  private void pack(String method) {
    if (!device.isGpu() && precision == Precision.F32) {
      try (NativeCall call = call(method)) {
        call.addDevice().run();
      }
    }
  }

  /** A scope for arrays that outlive a call, closed by the caller. */
  public NDManager newScope() {
    return manager.newSubManager();
  }

  /** A new array (values), which lives until it or the module is closed. */
  public NDArray create(float[] values) {
    return manager.create(values);
  }

  /** Takes over an array, which then lives until it or the module is closed. */
  public NDArray adopt(NDArray array) {
    array.attach(manager);
    return array;
  }

  /** Runs work that no other thread's call may come between. */
  public ReentrantLock lock() {
    return lock;
  }

  public Device device() {
    return device;
  }

  public Precision precision() {
    return precision;
  }

  /** Whether it was closed. */
  public boolean isClosed() {
    return closed;
  }

  /** How many arrays are alive: outside the script, and in its bank and cache. */
  public int liveArrays() {
    int outside = manager.getManagedArrays().size();
    try (NativeCall call = call("count_state")) {
      return outside + (int) call.addDevice().run().get(0).toLongArray()[0];
    }
  }

  NDManager manager() {
    return manager;
  }

  Model model() {
    return model;
  }

  // One buffer serves the arguments of all calls: they are read during a call only.
  ByteBuffer staging(int bytes) {
    if (staging.capacity() < bytes) {
      staging =
          ByteBuffer.allocateDirect(Integer.highestOneBit(bytes - 1) << 1)
              .order(ByteOrder.nativeOrder());
    }
    return staging;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        try {
          model.close();
        } finally {
          manager.close();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
