package dev.seal.tasks.fewshot;

import dev.seal.api.Selection;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.TaskDefaults;
import java.util.Set;

/** The paper's numbers for puzzles (section 3.2, and its code). */
final class FewShotDefaults {

  private static final Set<TargetModule> MODULES =
      Set.of(
          TargetModule.Q_PROJ,
          TargetModule.V_PROJ,
          TargetModule.GATE_PROJ,
          TargetModule.UP_PROJ,
          TargetModule.DOWN_PROJ);

  private static final LoraSpec LORA =
      LoraSpec.builder().rank(128).alpha(16).targetModules(MODULES).build();

  // The paper's window, in which a whole puzzle has to find room, is the maximum length.
  private static final TrainingSpec TRAINING =
      TrainingSpec.builder()
          .learningRate(ToolChoice.PAPER_ORACLE.learningRate())
          .epochs(ToolChoice.PAPER_ORACLE.epochs())
          .schedule(Schedule.COSINE)
          .warmupSteps(11)
          .batchSize(2)
          .maxLength(8192)
          .build();

  private static final LoraTraining FINE_TUNING =
      new LoraTraining(
          LORA.toBuilder().rank(16).alpha(16).build(),
          TRAINING.toBuilder().learningRate(5e-5).epochs(8).warmupSteps(0).batchSize(5).build());

  // The paper's code lets answers fill the window. The largest grid has 900 cells, and a cell of an
  // array seldom more than two tokens.
  private static final Sampling ANSWER = Sampling.builder().temperature(0).maxTokens(2048).build();

  /** The paper trains no adapter for many puzzles; one would be trained like that for one. */
  static final TaskDefaults PAPER =
      new TaskDefaults(
          LORA,
          TRAINING,
          Sampling.builder().temperature(0.8).maxTokens(128).build(),
          ANSWER,
          FINE_TUNING,
          new LoraTraining(LORA, TRAINING),
          5,
          1,
          15,
          1,
          Selection.ALL_CORRECT);

  private FewShotDefaults() {}
}
