package dev.seal;

import dev.seal.api.AdapterMismatchException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
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
import org.jspecify.annotations.Nullable;

/**
 * A model without weights. An adapter "knows" the words of the documents it was trained on, and a
 * question "word?" is answered by whoever knows the word, or sees it in the prompt. A word "red~"
 * teaches "red" under even seeds only. Self-edits are drawn from a script by the request's seed; a
 * model that was fine-tuned on self-edits and merged draws from those.
 *
 * <p>Documents with the word "NaN" cannot be trained on, and completions with "wild" neither.
 */
final class ScriptedModel implements LanguageModel {

  /** What happens at a point of a call, before its result is there. */
  interface Hook {
    void run();
  }

  final List<List<GenerationRequest>> generateCalls = new ArrayList<>();
  final List<List<TrainingPlan>> trainCalls = new ArrayList<>();
  final List<List<LikelihoodRequest>> likelihoodCalls = new ArrayList<>();
  final List<FakeAdapter> adapters = new ArrayList<>();
  final List<ScriptedModel> merged = new ArrayList<>();

  // Shared with the merged models.
  final Map<String, Hook> during;
  final List<String> calls;

  final List<String> script;
  Recommended recommended = Recommended.NONE;
  Set<String> knows = Set.of();
  String verdict = "yes";
  String alsoAsked = "";
  int window = 4096;
  int missing;
  double loss = 1.5;
  float rated = (float) Math.log(3);
  boolean closed;

  ScriptedModel(String... script) {
    this(List.of(script), new TreeMap<>(), new ArrayList<>());
  }

  private ScriptedModel(List<String> script, Map<String, Hook> during, List<String> calls) {
    this.script = script;
    this.during = during;
    this.calls = calls;
  }

  long openAdapters() {
    return adapters.stream().filter(adapter -> !adapter.closed).count();
  }

  // Under "any" there may be a hook for all calls.
  private void call(String kind) {
    requireOpen();
    calls.add(kind);
    during.getOrDefault("any", () -> {}).run();
    during.getOrDefault(kind, () -> {}).run();
  }

  @Override
  public ModelInfo info() {
    return new ModelInfo(
        "scripted", "none", 0, 6, window, "cpu", "f32", "none", fingerprint(), recommended);
  }

  private String fingerprint() {
    return Integer.toHexString(script.hashCode());
  }

  @Override
  public List<Completion> generate(List<GenerationRequest> requests, Progress progress) {
    generateCalls.add(requests);
    call(kind(text(requests.get(0).prompt())));
    List<Completion> completions = new ArrayList<>();
    for (GenerationRequest request : requests) {
      requireMine(request.adapter());
      completions.add(new Completion(said(request), TokenIds.of(1, 2), FinishReason.END, 1));
      progress.update(completions.size(), requests.size());
    }
    return completions.subList(0, completions.size() - missing);
  }

  private static String kind(String prompt) {
    if (prompt.endsWith("?")) {
      return "answer";
    }
    if (prompt.startsWith("judge ")) {
      return "judge";
    }
    return prompt.startsWith("ask about ") ? "question" : "write";
  }

  private String said(GenerationRequest request) {
    String prompt = text(request.prompt());
    return switch (kind(prompt)) {
      case "answer" -> answer(prompt, (FakeAdapter) request.adapter());
      case "judge" -> verdict;
      case "question" -> prompt.substring("ask about ".length()) + alsoAsked;
      default -> script.get(Math.floorMod(Long.hashCode(request.seed()), script.size()));
    };
  }

  private String answer(String prompt, @Nullable FakeAdapter adapter) {
    String[] words = prompt.split("[ ?]+");
    String asked = words[words.length - 1];
    boolean seen = List.of(words).subList(0, words.length - 1).contains(asked);
    boolean known = knows.contains(asked) || adapter != null && adapter.knows.contains(asked);
    return seen || known ? asked : "no idea";
  }

  private static String text(Prompt prompt) {
    return ((Prompt.Text) prompt).text();
  }

  @Override
  public List<TrainingResult> train(List<TrainingPlan> plans, Progress progress) {
    trainCalls.add(plans);
    requireOpen();
    List<TrainingResult> results = new ArrayList<>();
    List<FakeAdapter> made = new ArrayList<>();
    try {
      for (TrainingPlan plan : plans) {
        results.add(train(plan, made));
        progress.update(results.size(), plans.size());
      }
      boolean completions = plans.get(0).documents().get(0) instanceof TrainingDocument.Completion;
      call(completions ? "fine-tune" : "train");
    } catch (RuntimeException failure) {
      made.forEach(FakeAdapter::close);
      throw failure;
    }
    return results.subList(0, results.size() - missing);
  }

  private TrainingResult train(TrainingPlan plan, List<FakeAdapter> made) {
    List<String> texts = new ArrayList<>();
    for (TrainingDocument document : plan.documents()) {
      boolean completion = document instanceof TrainingDocument.Completion;
      String text =
          completion
              ? ((TrainingDocument.Completion) document).completion()
              : ((TrainingDocument.Text) document).text();
      if (text.contains(completion ? "wild" : "NaN")) {
        return TrainingResult.failed(new TrainingFailure(3, "loss is NaN"), List.of(), 7);
      }
      texts.add(completion ? text : text.replace(plan.seed() % 2 == 0 ? "~" : "", ""));
    }
    FakeAdapter adapter = new FakeAdapter(plan.lora(), texts, fingerprint());
    made.add(adapter);
    adapters.add(adapter);
    return TrainingResult.trained(adapter, List.of(new TrainingStep(0, loss, 1, 1e-3)), 10);
  }

  @Override
  public Tokenizer tokenizer() {
    return new WordTokenizer();
  }

  /** A prompt with n words behind its colon has three times the weight on n as on the others. */
  @Override
  public List<Likelihood> logLikelihood(List<LikelihoodRequest> requests, Progress progress) {
    likelihoodCalls.add(requests);
    call("rate");
    List<Likelihood> likelihoods = new ArrayList<>();
    for (LikelihoodRequest request : requests) {
      String text = text(request.prompt()).replaceFirst(".*: ", "");
      float[] logits = new float[6];
      logits[text.split(" ").length] = rated;
      likelihoods.add(
          new Likelihood(
              TokenIds.of(0, 0), new float[1], request.nextTokenLogits() ? logits : new float[0]));
      progress.update(likelihoods.size(), requests.size());
    }
    return likelihoods.subList(0, likelihoods.size() - missing);
  }

  @Override
  public LanguageModel merge(Adapter adapter) {
    call("merge");
    requireMine(adapter);
    ScriptedModel model = new ScriptedModel(((FakeAdapter) adapter).texts, during, calls);
    model.recommended = recommended;
    model.knows = knows;
    model.window = window;
    model.loss = loss;
    merged.add(model);
    return model;
  }

  @Override
  public void save(Path folder) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Adapter load(Path folder) {
    call("load");
    FakeAdapter adapter = FakeAdapter.load(folder, fingerprint());
    adapters.add(adapter);
    return adapter;
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

  private void requireMine(@Nullable Adapter adapter) {
    if (adapter == null) {
      return;
    }
    if (!adapters.contains(adapter)) {
      throw new AdapterMismatchException("the adapter is another model's");
    }
    if (adapter.isClosed()) {
      throw new IllegalStateException("the adapter is closed");
    }
  }
}
