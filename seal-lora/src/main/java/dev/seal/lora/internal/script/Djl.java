package dev.seal.lora.internal.script;

import ai.djl.Device;
import ai.djl.engine.Engine;
import com.google.common.base.Throwables;
import dev.seal.api.DeviceUnavailableException;

/** DJL's engine, started once, without its call home. */
public final class Djl {

  static final String ENGINE = "PyTorch";

  private Djl() {}

  /**
   * Tells DJL not to look for a cloud instance id and not to send it, and its tokenizers not to
   * fetch CUDA libraries. To be called before anything else of DJL. What the user set stays as it
   * is.
   */
  public static void quiet() {
    setIfAbsent("OPT_OUT_TRACKING", "true");
    setIfAbsent("RUST_FLAVOR", "cpu");
  }

  /**
   * The engine.
   *
   * @throws DeviceUnavailableException if its native library cannot be loaded
   */
  public static Engine engine() {
    quiet();
    try {
      return Engine.getEngine(ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw new DeviceUnavailableException(
          "libtorch could not be loaded: "
              + Throwables.getRootCause(e).getMessage()
              + "; put ai.djl.pytorch:pytorch-native-cpu for this platform on the class path, or"
              + " set PYTORCH_LIBRARY_PATH, PYTORCH_VERSION and PYTORCH_FLAVOR to an installed"
              + " libtorch",
          e);
    }
  }

  /**
   * The device of a name.
   *
   * @param name auto, cpu, cuda or cuda:N
   * @throws DeviceUnavailableException if it is not there
   */
  public static Device device(String name) {
    Engine engine = engine();
    int gpus = engine.hasCapability("CUDA") ? engine.getGpuCount() : 0;
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    int wanted = name.startsWith("cuda:") ? Integer.parseInt(name.substring("cuda:".length())) : 0;
    if (wanted >= gpus) {
      throw new DeviceUnavailableException(
          "device "
              + name
              + " was asked for, but libtorch "
              + engine.getVersion()
              + " sees "
              + gpus
              + " CUDA devices; ask for cpu, or install the CUDA build of libtorch and its driver,"
              + " with libcudart.so where the dynamic loader looks (LD_LIBRARY_PATH)");
    }
    return Device.gpu(wanted);
  }

  private static void setIfAbsent(String key, String value) {
    if (System.getenv(key) == null && System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }
}
