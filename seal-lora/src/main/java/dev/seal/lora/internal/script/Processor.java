package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Suppliers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is to be known of this machine's processor. */
public final class Processor {

  private static final Path INFO = Path.of("/proc/cpuinfo");
  private static final String INTEL = "GenuineIntel";
  private static final Supplier<Boolean> IS_INTEL = Suppliers.memoize(Processor::readIsIntel);

  private Processor() {}

  /**
   * Whether products of plain weights, which are Intel's own library's (MKL), are as fast as those
   * of packed ones: they are on Intel's processors.
   */
  public static boolean likesPlainWeights() {
    return IS_INTEL.get();
  }

  private static boolean readIsIntel() {
    String windows = System.getenv("PROCESSOR_IDENTIFIER");
    if (windows != null) {
      return windows.contains(INTEL);
    }
    if (!Files.isReadable(INFO)) {
      return false;
    }
    try (Stream<String> lines = Files.lines(INFO, UTF_8)) {
      return lines.anyMatch(line -> line.startsWith("vendor_id") && line.contains(INTEL));
    } catch (IOException e) {
      return false; // slower at worst
    }
  }
}
