package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import com.google.common.io.Resources;
import dev.seal.api.EngineException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The loaded script with its weights. One call at a time: {@link #call} waits for the one before to
 * be closed, unless it is the same thread's; but for work that one call's owner cuts into pieces,
 * see {@link #sideBySide}.
 */
public final class NativeModule implements AutoCloseable {

  private static final String CLASS_NAME = "Transformer";
  private static final int SMALLEST_STAGING = 1 << 16;
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
  private final Deque<ByteBuffer> staging = new ArrayDeque<>();
  private final boolean packs;
  private final int threads;
  private @Nullable Lanes lanes;
  private volatile boolean closed;

  private NativeModule(
      Device device, Precision precision, boolean packs, NDManager manager, Model model) {
    this.device = device;
    this.precision = precision;
    this.manager = manager;
    this.model = model;
    this.packs = packs;
    this.threads = device.isGpu() ? 1 : JniUtils.getNumThreads();
  }

  /**
   * Loads the script without weights.
   *
   * @param device where its tensors will be
   * @param precision of its frozen weights
   * @param packs whether matrices are put into another order when they are first used
   * @param shape the numbers that the script declares for the model's shape
   */
  public static NativeModule load(
      Device device, Precision precision, boolean packs, Map<String, Object> shape) {
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
          device, precision, packs, NDManager.newBaseManager(device, Djl.ENGINE), model);
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
      return new NativeCall(this, method, lock::unlock);
    } catch (Throwable t) {
      lock.unlock();
      throw t;
    }
  }

  /**
   * Begins a call on behalf of the thread that holds the module's lock, which waits for it; the
   * caller closes it.
   */
  public NativeCall callSideBySide(String method) {
    return new NativeCall(this, method, () -> {});
  }

  /** How many threads compute on a CPU; 1 on a GPU. */
  public int threads() {
    return threads;
  }

  /**
   * Does pieces of work side by side, each with its share of the threads, and waits for all; the
   * caller holds the lock. They begin their calls with {@link #callSideBySide}.
   *
   * @return what they returned, in their order
   */
  public <T> List<T> sideBySide(List<Supplier<T>> work) {
    if (lanes == null) {
      lanes = new Lanes(threads);
    }
    return lanes.run(work);
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
    if (packs) {
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

  /** Whether matrices are put into another order when they are first used. */
  public boolean packs() {
    return packs;
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

  // Buffers for the arguments of calls, as many as there are calls at once.
  ByteBuffer takeStaging(int bytes) {
    ByteBuffer buffer;
    synchronized (staging) {
      buffer = staging.poll();
    }
    if (buffer == null || buffer.capacity() < bytes) {
      int size = Math.max(SMALLEST_STAGING, Integer.highestOneBit(bytes - 1) << 1);
      buffer = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
    return buffer;
  }

  void giveStaging(ByteBuffer buffer) {
    synchronized (staging) {
      staging.push(buffer);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        try {
          if (lanes != null) {
            lanes.close();
          }
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
