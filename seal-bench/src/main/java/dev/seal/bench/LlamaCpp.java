package dev.seal.bench;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.args.LogFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * llama.cpp on the same file. It batches requests that wait at the same time, so each row is asked
 * for by a thread of its own. Its native thread outlives it (github.com/kherud/java-llama.cpp,
 * issue 116), so whoever uses it ends the process.
 */
final class LlamaCpp implements AutoCloseable {

  private final LlamaModel model;
  private final ExecutorService rows;

  /**
   * Opens a model.
   *
   * @param rows the most rows at a time
   * @param rowTokens the most tokens of a row, its prompt included
   */
  LlamaCpp(Path file, int threads, int rows, int rowTokens) {
    LlamaModel.setLogger(LogFormat.TEXT, (level, message) -> {});
    try {
      model =
          new LlamaModel(
              new ModelParameters()
                  .setModel(file.toString())
                  .setThreads(threads)
                  .setThreadsBatch(threads)
                  .setParallel(rows)
                  .setCtxSize(rows * rowTokens));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "llama.cpp cannot open " + file + ": " + e.getMessage() + "; give a GGUF file", e);
    }
    this.rows = Executors.newFixedThreadPool(rows);
  }

  /** Continues prompts greedily by so many tokens each, end tokens left out of the choice. */
  void complete(List<String> prompts, int tokens) {
    List<Callable<String>> requests =
        prompts.stream().<Callable<String>>map(prompt -> () -> complete(prompt, tokens)).toList();
    try {
      for (Future<String> row : rows.invokeAll(requests)) {
        row.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while llama.cpp decodes", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("llama.cpp failed: " + e.getCause(), e);
    }
  }

  // A prompt that is kept from the call before would not be read again.
  private String complete(String prompt, int tokens) {
    return model.complete(
        new InferenceParameters(prompt)
            .setNPredict(tokens)
            .setTemperature(0)
            .setIgnoreEos(true)
            .setCachePrompt(false));
  }

  @Override
  public void close() {
    rows.shutdown();
    model.close();
  }
}
