package dev.seal.lora.internal.engine;

import static java.util.Objects.requireNonNull;

import ai.djl.ndarray.NDArray;
import dev.seal.api.AdapterMismatchException;
import dev.seal.api.EngineException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.adapter.AdapterFile;
import dev.seal.lora.internal.adapter.BankLayout;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.checkpoint.FolderWriter;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.generate.Generator;
import dev.seal.lora.internal.generate.Likelihoods;
import dev.seal.lora.internal.script.NativeModule;
import dev.seal.lora.internal.script.WeightLoader;
import dev.seal.lora.internal.script.WeightReader;
import dev.seal.lora.internal.text.ModelTokenizer;
import dev.seal.lora.internal.train.Trainer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The language model over libtorch: one native module, one call at a time. */
final class TorchLanguageModel implements LanguageModel {

  private final NativeModule module;
  private final ModelConfig config;
  private final SharedTokenizer tokenizer;
  private final FolderWriter writer;
  private final ModelInfo info;
  private final EngineOptions options;

  /**
   * Takes over a module and a share of a tokenizer.
   *
   * @param writer of models like this one
   * @param info what there is to say, its fingerprint included
   */
  TorchLanguageModel(
      NativeModule module,
      ModelConfig config,
      SharedTokenizer tokenizer,
      FolderWriter writer,
      ModelInfo info,
      EngineOptions options) {
    this.module = module;
    this.config = config;
    this.tokenizer = tokenizer;
    this.writer = writer;
    this.info = info;
    this.options = options;
  }

  @Override
  public ModelInfo info() {
    checkOpen();
    return info;
  }

  @Override
  public Tokenizer tokenizer() {
    checkOpen();
    return tokenizer.get();
  }

  @Override
  public List<Completion> generate(List<GenerationRequest> requests, Progress progress) {
    List<GenerationRequest> copy = List.copyOf(requests);
    return alone(
        () ->
            new Generator(module, config, text(), options.batchTokens()).generate(copy, progress));
  }

  @Override
  public List<TrainingResult> train(List<TrainingPlan> plans, Progress progress) {
    List<TrainingPlan> copy = List.copyOf(plans);
    return alone(
        () -> new Trainer(module, config, text(), options, this::adapter).train(copy, progress));
  }

  @Override
  public List<Likelihood> logLikelihood(List<LikelihoodRequest> requests, Progress progress) {
    List<LikelihoodRequest> copy = List.copyOf(requests);
    return alone(
        () -> new Likelihoods(module, config, text(), options.batchTokens()).of(copy, progress));
  }

  @Override
  @SuppressWarnings("try") // the bank is open meanwhile
  public LanguageModel merge(Adapter adapter) {
    return alone(
        () -> {
          try (AdapterBank bank = new AdapterBank(module, config, Stream.of(adapter))) {
            NativeModule merged = WeightLoader.merge(module, config);
            try {
              ModelInfo described = describeMerged(WeightLoader.fingerprint(merged, config));
              return new TorchLanguageModel(
                  merged, config, tokenizer.share(), writer, described, options);
            } catch (Throwable t) {
              merged.close();
              throw t;
            }
          }
        });
  }

  @Override
  public void save(Path folder) {
    requireNonNull(folder);
    alone(
        () -> {
          writer.write(folder, new WeightReader(module, config));
          return folder;
        });
  }

  @Override
  public Adapter load(Path folder) {
    checkOpen();
    AdapterFile file = AdapterFile.read(folder, config);
    file.baseFingerprint()
        .filter(fingerprint -> !fingerprint.equals(info.fingerprint()))
        .ifPresent(
            fingerprint -> {
              throw new AdapterMismatchException(
                  "the adapter in "
                      + folder
                      + " was made for "
                      + file.baseModel()
                      + " with fingerprint "
                      + fingerprint
                      + ", but this model is "
                      + info.name()
                      + " with fingerprint "
                      + info.fingerprint()
                      + "; load the model it was made for");
            });
    BankLayout layout = BankLayout.of(config, file.spec());
    float[] values = layout.join(file.weights());
    return alone(() -> adapter(file.spec(), layout, module.create(values)));
  }

  @Override
  public int liveArrays() {
    return alone(module::liveArrays);
  }

  @Override
  public void close() {
    ReentrantLock lock = module.lock();
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a model cannot be closed by its own progress callback; close it after the call");
    }
    lock.lock();
    try {
      if (!module.isClosed()) {
        try {
          module.close();
        } finally {
          tokenizer.release();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Adapter adapter(LoraSpec spec, BankLayout layout, NDArray values) {
    // PEFT knows a base model by its path.
    String baseName = info.name().substring(info.name().indexOf(':') + 1);
    return new NativeAdapter(module, layout, spec, baseName, info.fingerprint(), values);
  }

  private ModelInfo describeMerged(String fingerprint) {
    return new ModelInfo(
        info.name() + " (merged)",
        info.architecture(),
        info.parameters(),
        info.vocabularySize(),
        info.contextWindow(),
        info.device(),
        info.precision(),
        info.nativeLibrary(),
        fingerprint,
        info.recommended());
  }

  private ModelTokenizer text() {
    return tokenizer.get();
  }

  private void checkOpen() {
    if (module.isClosed()) {
      throw new IllegalStateException("the model " + info.name() + " is closed; open it again");
    }
  }

  // The script holds the state of the call under way, so that calls must not come between each
  // other.
  private <R> R alone(Supplier<R> work) {
    ReentrantLock lock = module.lock();
    if (lock.isHeldByCurrentThread()) {
      throw new IllegalStateException(
          "a model cannot be called by its own progress callback; do it after the call");
    }
    lock.lock();
    try {
      checkOpen();
      return work.get();
    } catch (ai.djl.engine.EngineException e) {
      throw new EngineException("libtorch failed: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
