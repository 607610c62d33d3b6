package dev.seal.lora.internal.script;

import com.google.common.base.Suppliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** What is to be known of this machine's processor. */
public final class Processor {

  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final String PROPERTY = "seal.packWeights";
  private static final String INTEL = "GenuineIntel";
  private static final Supplier<Boolean> IS_INTEL = Suppliers.memoize(Processor::readIsIntel);

  private Processor() {}

  /**
   * Whether matrices are put into another order for the products of a CPU. Not on Intel's
   * processors, where those of plain ones, which are Intel's own library's (MKL), are as fast or
   * faster. The system property {@code seal.packWeights}, {@code true} or {@code false}, overrides
   * this, to measure the other way on a processor.
   *
   * @throws IllegalArgumentException if the property is neither
   */
  public static boolean packs(Precision precision) {
    String asked = System.getProperty(PROPERTY);
    if (asked != null && !asked.equals("true") && !asked.equals("false")) {
      throw new IllegalArgumentException(
          "the system property "
              + PROPERTY
              + " must be true or false, but was \""
              + asked
              + "\"; leave it out for what is fast on this processor");
    }
    boolean fast = asked == null ? !IS_INTEL.get() : asked.equals("true");
    return precision == Precision.F32 && fast;
  }

  private static boolean readIsIntel() {
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    if (windows != null) {
      return windows.contains(INTEL);
    }
    try {
      return Files.isReadable(INFO) && Files.readString(INFO).contains(INTEL);
    } catch (IOException e) {
      return false; // slower at worst
    }
  }
}
