package dev.seal.bench;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

/**
 * One SEAL step to be timed: self-edits to be sampled, candidates to be trained on, and questions
 * for every adapter and for the model as it is.
 */
record TrialJob(
    ModelRef model,
    LoraSpec lora,
    TrainingSpec training,
    Prompt prompt,
    int samples,
    int sampleTokens,
    List<List<TrainingDocument>> candidates,
    List<Prompt> questions,
    int answerTokens) {

  private static final String FORM = "a job";

  /** What the file holds. */
  private record Json(
      @Nullable String model,
      @Nullable Integer rank,
      @Nullable Double alpha,
      @Nullable List<String> modules,
      @Nullable Double lr,
      @Nullable Integer epochs,
      @Nullable String prompt,
      @Nullable Integer samples,
      @Nullable Integer sampleTokens,
      @Nullable List<List<String>> candidates,
      @Nullable List<String> questions,
      @Nullable Integer answerTokens) {}

  static TrialJob read(Path file) {
    Json json = JsonFiles.read(file, Json.class, FORM);
    try {
      return of(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + " is no job: " + e.getMessage(), e);
    }
  }

  private static TrialJob of(Json json) {
    return new TrialJob(
        model(required(json.model, "model")),
        LoraSpec.builder()
            .rank(required(json.rank, "rank"))
            .alpha(required(json.alpha, "alpha"))
            .targetModules(modules(required(json.modules, "modules")))
            .build(),
        TrainingSpec.builder()
            .learningRate(required(json.lr, "lr"))
            .epochs(required(json.epochs, "epochs"))
            .build(),
        Prompt.rendered(required(json.prompt, "prompt")),
        atLeastOne(json.samples, "samples"),
        atLeastOne(json.sampleTokens, "sample_tokens"),
        some(json.candidates, "candidates").stream()
            .map(
                documents ->
                    some(documents, "candidates").stream().map(TrainingDocument::text).toList())
            .toList(),
        some(json.questions, "questions").stream().map(Prompt::rendered).toList(),
        atLeastOne(json.answerTokens, "answer_tokens"));
  }

  private static ModelRef model(String name) {
    try {
      return new ModelRefConverter().convert(name);
    } catch (TypeConversionException e) {
      throw new IllegalArgumentException("\"model\": " + e.getMessage(), e);
    }
  }

  private static Set<TargetModule> modules(List<String> names) {
    Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
    names.forEach(name -> modules.add(TargetModule.of(name)));
    return modules;
  }

  private static <T> T required(@Nullable T value, String name) {
    if (value == null) {
      throw new IllegalArgumentException("it has no \"" + name + '"');
    }
    return value;
  }

  private static <T> List<T> some(@Nullable List<T> values, String name) {
    List<T> given = required(values, name);
    if (given.isEmpty() || given.contains(null)) {
      throw new IllegalArgumentException("\"" + name + "\" must hold something, but is " + given);
    }
    return given;
  }

  private static int atLeastOne(@Nullable Integer value, String name) {
    int given = required(value, name);
    if (given < 1) {
      throw new IllegalArgumentException("\"" + name + "\" must be >= 1, but is " + given);
    }
    return given;
  }

  /**
   * A plan on a candidate's first documents, one a step, in the order of the file in each epoch.
   *
   * @param window the longest document that the model takes, in tokens
   */
  TrainingPlan plan(List<TrainingDocument> documents, int epochs, int window, long seed) {
    return TrainingPlan.builder(documents)
        .lora(lora)
        .training(training.toBuilder().epochs(epochs).maxLength(window).build())
        .seed(seed)
        .order(
            IntStream.range(0, epochs * documents.size())
                .map(visit -> visit % documents.size())
                .boxed()
                .toList())
        .build();
  }

  /** The candidate that an adapter is trained on, where there are more adapters than candidates. */
  List<TrainingDocument> candidate(int adapter) {
    return candidates.get(adapter % candidates.size());
  }

  @Override
  public String toString() {
    return "%d candidates of %d documents, %d epochs, %s; %d self-edits of %d tokens; %d questions, answers of %d tokens"
        .formatted(
            candidates.size(),
            candidates.stream().mapToInt(List::size).max().orElseThrow(),
            training.epochs(),
            lora,
            samples,
            sampleTokens,
            questions.size(),
            answerTokens);
  }
}
