package dev.seal.api.model;

import java.util.Set;

/**
 * The numbers that the paper's runs used (arXiv 2506.10943 and its public code), each stated here
 * and nowhere else. They are the defaults of every builder; a model's {@link Recommended} settings
 * stand before them, and what the user says before both.
 */
public final class PaperDefaults {

  /** Self-edits sampled per passage: 5. */
  public static final int SELF_EDITS = 5;

  /** Rank of the inner loop's adapter: 32. */
  public static final int RANK = 32;

  /** Alpha of the inner loop's adapter: 64, so that its product is scaled by 2. */
  public static final double ALPHA = 64;

  /**
   * What the inner loop adapts: the query and value projections (PEFT's default for the paper's
   * model; its code names none).
   */
  public static final Set<TargetModule> TARGET_MODULES =
      Set.of(TargetModule.Q_PROJ, TargetModule.V_PROJ);

  /** Peak learning rate of the inner loop: 1e-3, falling linearly to 0. */
  public static final double LEARNING_RATE = 1e-3;

  /** Epochs of the inner loop: 10. */
  public static final int EPOCHS = 10;

  /** Documents in a batch of the inner loop: 1. */
  public static final int BATCH_SIZE = 1;

  /** Global gradient norm above which the inner loop's gradients are scaled down: 1. */
  public static final double CLIP_NORM = 1;

  /** Tokens of a training document, beyond which it is cut: 2048. */
  public static final int MAX_LENGTH = 2048;

  /**
   * How self-edits are sampled: temperature 1, top-p 0.95, at most 8192 tokens or what the window
   * leaves.
   */
  public static final Sampling SELF_EDIT =
      Sampling.builder().temperature(1).topP(0.95).maxTokens(8192).build();

  /** How answers are sampled: greedily, at most 64 tokens. */
  public static final Sampling ANSWER = Sampling.builder().temperature(0).maxTokens(64).build();

  /** Rounds of the outer loop: 2. */
  public static final int ROUNDS = 2;

  /** Adapters with different training seeds that score a self-edit in the outer loop: 3. */
  public static final int EVALUATIONS = 3;

  /**
   * The outer loop's fine-tuning on the best self-edits: rank 64, alpha 128 on all seven matrices;
   * learning rate 3e-4 falling linearly to 0, 2 epochs, 10 documents in a batch (5 accumulated
   * batches of one on each of two GPUs); documents are cut at 10,240 tokens, the paper's window, as
   * a self-edit and its prompt are longer than a document of the inner loop.
   */
  public static final LoraTraining FINE_TUNING =
      new LoraTraining(
          LoraSpec.builder().rank(64).alpha(128).allModules().build(),
          TrainingSpec.builder()
              .learningRate(3e-4)
              .epochs(2)
              .batchSize(10)
              .maxLength(10_240)
              .build());

  /**
   * One adapter for many passages (the paper's "continued pretraining", first version): the inner
   * loop's shape; learning rate 1e-3, 3 epochs, 4 documents in a batch, 2 batches accumulated.
   */
  public static final LoraTraining JOINT =
      new LoraTraining(
          LoraSpec.builder().build(),
          TrainingSpec.builder().epochs(3).batchSize(4).accumulation(2).build());

  private PaperDefaults() {}
}
