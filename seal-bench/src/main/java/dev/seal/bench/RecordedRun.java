package dev.seal.bench;

import static dev.seal.bench.JsonFiles.required;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A training run as Hugging Face PEFT did it: what went in, the loss and gradient norm of each
 * step, and what the adapter made of a probe.
 */
record RecordedRun(
    LoraSpec lora,
    TrainingSpec training,
    List<TrainingDocument> documents,
    List<Integer> order,
    List<Double> losses,
    List<Double> gradientNorms,
    TokenIds probe,
    RecordedLogits probeLogits) {

  private static final List<Double> ADAM = List.of(0.9, 0.999, 1e-8);

  /** What the file holds, of which only these are read. */
  private record Json(
      @Nullable List<String> targetModules,
      @Nullable Integer r,
      @Nullable Double loraAlpha,
      @Nullable Double lr,
      @Nullable String schedule,
      @Nullable List<Double> adamw,
      @Nullable Double clipGradNorm,
      @Nullable List<List<Integer>> documentIds,
      @Nullable List<Integer> order,
      @Nullable List<Double> loss,
      @Nullable List<Double> gradNormBeforeClip,
      @Nullable List<Integer> probeIds,
      @Nullable List<Double> probeLastLogits,
      @Nullable List<List<Double>> probeTop50) {}

  static RecordedRun read(Path file) {
    Json json = JsonFiles.read(file, Json.class);
    List<TrainingDocument> documents =
        required(json.documentIds, "document_ids", file).stream()
            .map(ids -> TrainingDocument.tokens(TokenIds.of(ids), 1))
            .toList();
    List<Integer> order = required(json.order, "order", file);
    if (documents.isEmpty() || order.isEmpty() || order.size() % documents.size() != 0) {
      throw new IllegalArgumentException(
          file
              + ": every document must be visited equally often, but \"order\" has "
              + order.size()
              + " visits of "
              + documents.size()
              + " documents");
    }
    return new RecordedRun(
        LoraSpec.builder()
            .rank(required(json.r, "r", file))
            .alpha(required(json.loraAlpha, "lora_alpha", file))
            .targetModules(modules(required(json.targetModules, "target_modules", file)))
            .build(),
        training(json, documents, order.size() / documents.size(), file),
        documents,
        order,
        perStep(required(json.loss, "loss", file), "loss", order, file),
        perStep(
            required(json.gradNormBeforeClip, "grad_norm_before_clip", file),
            "grad_norm_before_clip",
            order,
            file),
        TokenIds.of(required(json.probeIds, "probe_ids", file)),
        RecordedLogits.of(json.probeLastLogits, json.probeTop50, null, "probe", file));
  }

  private static Set<TargetModule> modules(List<String> names) {
    Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
    names.forEach(name -> modules.add(TargetModule.of(name)));
    return modules;
  }

  private static TrainingSpec training(
      Json json, List<TrainingDocument> documents, int epochs, Path file) {
    TrainingSpec.Builder training =
        TrainingSpec.builder()
            .learningRate(required(json.lr, "lr", file))
            .schedule(schedule(json.schedule, file))
            .clipNorm(json.clipGradNorm == null ? 0 : json.clipGradNorm)
            .epochs(epochs)
            .batchSize(1)
            .maxLength(documents.stream().mapToInt(RecordedRun::length).max().orElse(2));
    if (json.adamw != null) {
      if (json.adamw.size() != 4 || !json.adamw.subList(0, 3).equals(ADAM)) {
        throw new IllegalArgumentException(
            file
                + ": the library trains with AdamW (0.9, 0.999, 1e-8), but \"adamw\" is "
                + json.adamw);
      }
      training.weightDecay(json.adamw.get(3));
    }
    return training.build();
  }

  private static Schedule schedule(@Nullable String words, Path file) {
    if (words == null) {
      return Schedule.LINEAR;
    }
    for (Schedule schedule : Schedule.values()) {
      if (words.startsWith(schedule.name().toLowerCase(Locale.ROOT))) {
        return schedule;
      }
    }
    throw new IllegalArgumentException(
        file
            + ": \"schedule\" must begin with linear, cosine or constant, but is \""
            + words
            + '"');
  }

  private static List<Double> perStep(
      List<Double> values, String name, List<Integer> order, Path file) {
    if (values.size() != order.size()) {
      throw new IllegalArgumentException(
          file
              + ": \""
              + name
              + "\" must have one value per step, but has "
              + values.size()
              + " for "
              + order.size()
              + " steps");
    }
    return values;
  }

  private static int length(TrainingDocument document) {
    return ids(document).size();
  }

  static TokenIds ids(TrainingDocument document) {
    return ((TrainingDocument.Tokens) document).ids();
  }
}
