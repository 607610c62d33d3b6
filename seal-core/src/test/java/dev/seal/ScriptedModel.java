package dev.seal;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingFailure;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingStep;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model without weights. An adapter "knows" the words of the documents it was trained on, and a
 * question "word?" is answered by whoever knows the word, or sees it in the prompt. Self-edits are
 * drawn from a script by the request's seed.
 */
final class ScriptedModel implements LanguageModel {

  /** What happens at a point of a call, before its result is there. */
  interface Hook {
    void run();
  }

  final List<List<GenerationRequest>> generateCalls = new ArrayList<>();
  final List<List<TrainingPlan>> trainCalls = new ArrayList<>();
  final List<FakeAdapter> adapters = new ArrayList<>();
  final Map<String, Hook> during = new TreeMap<>();
  final List<String> script;
  Recommended recommended = Recommended.NONE;
  int window = 4096;
  int missing;
  boolean closed;

  ScriptedModel(String... script) {
    this.script = List.of(script);
  }

  long openAdapters() {
    return adapters.stream().filter(adapter -> !adapter.closed).count();
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo("scripted", "none", 0, 1, window, "cpu", "f32", "none", "0", recommended);
  }

  @Override
  public List<Completion> generate(List<GenerationRequest> requests, Progress progress) {
    requireOpen();
    generateCalls.add(requests);
    String call = requests.stream().anyMatch(r -> text(r).endsWith("?")) ? "answer" : "write";
    during.getOrDefault(call, () -> {}).run();
    List<Completion> completions = new ArrayList<>();
    for (GenerationRequest request : requests) {
      completions.add(completion(text(request).endsWith("?") ? answer(request) : edit(request)));
      progress.update(completions.size(), requests.size());
    }
    return completions.subList(0, completions.size() - missing);
  }

  private String edit(GenerationRequest request) {
    return script.get(Math.floorMod(Long.hashCode(request.seed()), script.size()));
  }

  private static String answer(GenerationRequest request) {
    String[] words = text(request).split("[ ?]+");
    String asked = words[words.length - 1];
    boolean seen = List.of(words).subList(0, words.length - 1).contains(asked);
    boolean known =
        request.adapter() != null && ((FakeAdapter) request.adapter()).knows.contains(asked);
    return seen || known ? asked : "no idea";
  }

  private static String text(GenerationRequest request) {
    return ((Prompt.Text) request.prompt()).text();
  }

  private static Completion completion(String text) {
    return new Completion(text, TokenIds.of(1, 2), FinishReason.END, 1);
  }

  @Override
  public List<TrainingResult> train(List<TrainingPlan> plans, Progress progress) {
    requireOpen();
    trainCalls.add(plans);
    List<TrainingResult> results = new ArrayList<>();
    List<FakeAdapter> made = new ArrayList<>();
    try {
      for (TrainingPlan plan : plans) {
        results.add(train(plan, made));
        progress.update(results.size(), plans.size());
      }
      during.getOrDefault("train", () -> {}).run();
    } catch (RuntimeException failure) {
      made.forEach(FakeAdapter::close);
      throw failure;
    }
    return results.subList(0, results.size() - missing);
  }

  private TrainingResult train(TrainingPlan plan, List<FakeAdapter> made) {
    List<String> words =
        plan.documents().stream()
            .map(document -> ((TrainingDocument.Text) document).text())
            .flatMap(text -> List.of(text.split(" ")).stream())
            .toList();
    if (words.contains("NaN")) {
      return TrainingResult.failed(new TrainingFailure(3, "loss is NaN"), List.of(), 7);
    }
    FakeAdapter adapter = new FakeAdapter(plan.lora(), Set.copyOf(words));
    made.add(adapter);
    adapters.add(adapter);
    return TrainingResult.trained(adapter, List.of(new TrainingStep(0, 1.5, 1, 1e-3)), 10);
  }

  @Override
  public Tokenizer tokenizer() {
    return new WordTokenizer();
  }

  @Override
  public List<Likelihood> logLikelihood(List<LikelihoodRequest> requests, Progress progress) {
    throw new UnsupportedOperationException();
  }

  @Override
  public LanguageModel merge(Adapter adapter) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Adapter load(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int liveArrays() {
    return (int) openAdapters();
  }

  @Override
  public void close() {
    closed = true;
    adapters.forEach(FakeAdapter::close);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the model is closed");
    }
  }

  /** Words, and whether it was closed. */
  static final class FakeAdapter implements Adapter {

    final LoraSpec spec;
    final Set<String> knows;
    final List<Path> saved = new ArrayList<>();
    boolean closed;

    FakeAdapter(LoraSpec spec, Set<String> knows) {
      this.spec = spec;
      this.knows = knows;
    }

    @Override
    public LoraSpec spec() {
      return spec;
    }

    @Override
    public long parameters() {
      return 1;
    }

    @Override
    public String baseFingerprint() {
      return "0";
    }

    @Override
    public void save(Path folder) {
      saved.add(folder);
    }

    @Override
    public boolean isClosed() {
      return closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
