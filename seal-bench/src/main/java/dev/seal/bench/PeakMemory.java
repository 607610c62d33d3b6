package dev.seal.bench;

/** Watches by how much the memory of this process that no file backs grows, until it is closed. */
final class PeakMemory implements AutoCloseable {

  private static final int MILLISECONDS_BETWEEN = 2;

  private final Thread watch = new Thread(this::watch, "peak-memory");
  private final double before = ResidentMemory.anonymousMebibytes();
  private volatile double peak = before;
  private volatile boolean closed;

  PeakMemory() {
    watch.setDaemon(true);
    watch.start();
  }

  /** The largest growth seen so far, in MiB. */
  double growth() {
    return peak() - before;
  }

  /** The most memory seen so far, in MiB. */
  double peak() {
    return Math.max(peak, ResidentMemory.anonymousMebibytes());
  }

  private void watch() {
    while (!closed) {
      peak = Math.max(peak, ResidentMemory.anonymousMebibytes());
      try {
        Thread.sleep(MILLISECONDS_BETWEEN);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    closed = true;
  }
}
