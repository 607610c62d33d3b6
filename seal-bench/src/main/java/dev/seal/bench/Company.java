package dev.seal.bench;

import static dev.seal.bench.RecordedRun.ids;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Seven plans to train beside a recorded one, made of its documents but unlike it and each other in
 * rank, modules, documents, learning rate, schedule, epochs and batch size. Some end before it and
 * some after.
 */
final class Company {

  // A long document pads all others of its step to its length, so this bounds the time taken.
  private static final int LONGEST = 256;

  private final List<TrainingDocument> documents;
  private final LoraSpec lora;
  private final TrainingSpec training;

  Company(RecordedRun run) {
    this.documents = run.documents();
    this.lora = run.lora();
    this.training = run.training().toBuilder().maxLength(LONGEST).build();
  }

  /** The eight plans, the given one third. */
  List<TrainingPlan> around(TrainingPlan recorded) {
    List<TrainingDocument> backwards = new ArrayList<>(documents);
    Collections.reverse(backwards);
    int epochs = training.epochs();
    double rate = training.learningRate();
    List<TrainingPlan> plans = new ArrayList<>();
    plans.add(
        plan(
            backwards,
            lora(lora.rank() + 3, EnumSet.allOf(TargetModule.class)),
            but().learningRate(rate / 2).epochs(Math.max(1, epochs - 1)).batchSize(2)));
    plans.add(
        plan(
            documents.subList(0, 1),
            lora(1, EnumSet.of(TargetModule.Q_PROJ)),
            but().learningRate(rate * 2).epochs(epochs + 3).schedule(Schedule.COSINE)));
    plans.add(recorded);
    plans.add(
        plan(
            documents.subList(0, (documents.size() + 1) / 2),
            lora(
                2 * lora.rank(),
                EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ, TargetModule.DOWN_PROJ)),
            but().batchSize(3).schedule(Schedule.CONSTANT)));
    plans.add(
        plan(
            halves(),
            lora(16, EnumSet.of(TargetModule.Q_PROJ, TargetModule.V_PROJ)),
            but().learningRate(rate / 10).epochs(1).batchSize(documents.size())));
    plans.add(
        plan(
            documents,
            lora(lora.rank(), lora.targetModules()),
            but().learningRate(rate * 3).accumulation(2).weightDecay(0.01).clipNorm(0)));
    plans.add(
        plan(
            List.of(joined()),
            lora(
                Math.max(1, lora.rank() - 1), EnumSet.of(TargetModule.K_PROJ, TargetModule.O_PROJ)),
            but().epochs(2)));
    List<TrainingDocument> twice = new ArrayList<>(documents);
    twice.addAll(backwards);
    plans.add(
        plan(
            twice,
            lora(5, EnumSet.of(TargetModule.V_PROJ, TargetModule.DOWN_PROJ)),
            but().learningRate(rate * 0.7).epochs(2).batchSize(4).warmupSteps(2)));
    return plans;
  }

  private TrainingSpec.Builder but() {
    return training.toBuilder();
  }

  private static LoraSpec lora(int rank, Set<TargetModule> modules) {
    return LoraSpec.builder().rank(rank).alpha(2 * rank).targetModules(modules).build();
  }

  private static TrainingPlan plan(
      List<TrainingDocument> documents, LoraSpec lora, TrainingSpec.Builder training) {
    return TrainingPlan.builder(documents).lora(lora).training(training.build()).seed(1).build();
  }

  private List<TrainingDocument> halves() {
    return documents.stream()
        .map(
            document -> {
              int[] all = ids(document).toArray();
              return tokens(Arrays.copyOf(all, Math.max(2, all.length / 2)));
            })
        .toList();
  }

  private TrainingDocument joined() {
    return tokens(
        documents.stream()
            .flatMapToInt(document -> Arrays.stream(ids(document).toArray()))
            .limit(LONGEST)
            .toArray());
  }

  private static TrainingDocument tokens(int... ids) {
    return TrainingDocument.tokens(TokenIds.of(ids), 1);
  }
}
