package dev.seal;

import com.google.common.base.Strings;
import dev.seal.api.Selection;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.TaskDefaults;
import dev.seal.internal.loop.LoopSettings;
import dev.seal.internal.loop.Window;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Seal} really uses. What the user says stands before what the model recommends
 * ({@link ModelInfo#recommended()}), and that before the paper's numbers for the task ({@link
 * TaskDefaults}). Immutable.
 */
public final class SealSettings {

  /** Where a setting came from. */
  public enum Source {
    /** The paper's value, from {@link TaskDefaults}. */
    PAPER,
    /** The model's recommendation. */
    MODEL,
    /** The user's choice. */
    USER;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final int NAMES = 12;

  private final Chosen<LoraSpec> lora;
  private final Chosen<TrainingSpec> training;
  private final Chosen<Sampling> selfEditSampling;
  private final Chosen<Sampling> answerSampling;
  private final Chosen<LoraTraining> fineTuning;
  private final Chosen<LoraTraining> joint;
  private final Chosen<Integer> roundEvaluations;
  private final int evaluations;
  private final OptionalLong trainingTokens;
  private final int rounds;
  private final int roundSelfEdits;
  private final OptionalInt inputsPerRound;
  private final boolean sameInputsEachRound;
  private final Selection selection;
  private final boolean writes;
  private final int selfEdits;
  private final String method;
  private final String reward;
  private final long seed;
  private final int inputsAtOnce;

  SealSettings(SealBuilder<?> said, Recommended recommended, TaskDefaults paper, ModelInfo model) {
    this.lora = Chosen.of(said.lora, recommended.lora(), paper.lora());
    Chosen<TrainingSpec> chosen =
        Chosen.of(said.training, recommended.training(), paper.training());
    this.training = new Chosen<>(Window.fit(chosen.value(), model), chosen.source());
    this.selfEditSampling =
        Chosen.of(said.selfEditSampling, recommended.selfEdit(), paper.selfEdit());
    this.answerSampling = Chosen.of(said.answerSampling, recommended.answer(), paper.answer());
    this.fineTuning = Chosen.of(said.fineTuning, recommended.fineTuning(), paper.fineTuning());
    this.joint = Chosen.of(said.joint, recommended.joint(), paper.joint());
    this.roundEvaluations =
        Chosen.of(said.evaluations, recommended.evaluations(), paper.roundEvaluations());
    this.evaluations = said.evaluations == null ? 1 : said.evaluations;
    this.trainingTokens =
        said.trainingTokens == null ? OptionalLong.empty() : OptionalLong.of(said.trainingTokens);
    this.rounds = said.rounds == null ? paper.rounds() : said.rounds;
    this.inputsPerRound =
        said.inputsPerRound == null ? OptionalInt.empty() : OptionalInt.of(said.inputsPerRound);
    this.sameInputsEachRound = said.sameInputs;
    this.selection = said.selection == null ? paper.selection() : said.selection;
    this.writes = said.method.approach().writes();
    this.selfEdits = said.selfEdits == null ? paper.selfEdits() : said.selfEdits;
    this.roundSelfEdits = said.selfEdits == null ? paper.roundSelfEdits() : said.selfEdits;
    this.method = said.method.name();
    this.reward = said.reward.name();
    this.seed = said.seed;
    this.inputsAtOnce = said.inputsAtOnce;
  }

  /**
   * The adapter's shape.
   *
   * @return the shape
   */
  public LoraSpec lora() {
    return lora.value();
  }

  /**
   * Where {@link #lora()} came from.
   *
   * @return the source
   */
  public Source loraSource() {
    return lora.source();
  }

  /**
   * How adapters are trained, where a self-edit does not choose. The maximum length is at most the
   * model's window, whoever chose it.
   *
   * @return the settings
   */
  public TrainingSpec training() {
    return training.value();
  }

  /**
   * Where {@link #training()} came from.
   *
   * @return the source
   */
  public Source trainingSource() {
    return training.source();
  }

  /**
   * How self-edits are sampled.
   *
   * @return the sampling
   */
  public Sampling selfEditSampling() {
    return selfEditSampling.value();
  }

  /**
   * Where {@link #selfEditSampling()} came from.
   *
   * @return the source
   */
  public Source selfEditSamplingSource() {
    return selfEditSampling.source();
  }

  /**
   * How answers are sampled.
   *
   * @return the sampling
   */
  public Sampling answerSampling() {
    return answerSampling.value();
  }

  /**
   * Where {@link #answerSampling()} came from.
   *
   * @return the source
   */
  public Source answerSamplingSource() {
    return answerSampling.source();
  }

  /**
   * Self-edits sampled per input, but for {@link Seal#improve}.
   *
   * @return 1 or more; empty for a method that samples none
   */
  public OptionalInt selfEdits() {
    return writes ? OptionalInt.of(selfEdits) : OptionalInt.empty();
  }

  /**
   * Self-edits sampled per input in {@link Seal#improve}.
   *
   * @return 1 or more; empty for a method that samples none
   */
  public OptionalInt roundSelfEdits() {
    return writes ? OptionalInt.of(roundSelfEdits) : OptionalInt.empty();
  }

  /**
   * How the model is fine-tuned on its best self-edits.
   *
   * @return shape and training
   */
  public LoraTraining fineTuning() {
    return fineTuning.value();
  }

  /**
   * Where {@link #fineTuning()} came from.
   *
   * @return the source
   */
  public Source fineTuningSource() {
    return fineTuning.source();
  }

  /**
   * How one adapter is trained for many inputs.
   *
   * @return shape and training
   */
  public LoraTraining joint() {
    return joint.value();
  }

  /**
   * Where {@link #joint()} came from.
   *
   * @return the source
   */
  public Source jointSource() {
    return joint.source();
  }

  /**
   * How many adapters score each self-edit in {@link Seal#improve}.
   *
   * @return 1 or more
   */
  public int roundEvaluations() {
    return roundEvaluations.value();
  }

  /**
   * How many adapters score each candidate elsewhere.
   *
   * @return 1 or more
   */
  public int evaluations() {
    return evaluations;
  }

  /**
   * How many tokens every adapter is trained on.
   *
   * @return 1 or more; empty where epochs decide
   */
  public OptionalLong trainingTokens() {
    return trainingTokens;
  }

  /**
   * Rounds of {@link Seal#improve}.
   *
   * @return 1 or more
   */
  public int rounds() {
    return rounds;
  }

  /**
   * Inputs of each round.
   *
   * @return 1 or more; empty where all inputs are divided among the rounds
   */
  public OptionalInt inputsPerRound() {
    return inputsPerRound;
  }

  /**
   * Whether every round works on the same inputs.
   *
   * @return true if so
   */
  public boolean sameInputsEachRound() {
    return sameInputsEachRound;
  }

  /**
   * Which self-edits the model is fine-tuned on.
   *
   * @return the rule
   */
  public Selection selection() {
    return selection;
  }

  /**
   * The method's name, as in {@link Method#name()}.
   *
   * @return the name
   */
  public String method() {
    return method;
  }

  /**
   * The reward's name, as in {@link Reward#name()}.
   *
   * @return the name
   */
  public String reward() {
    return reward;
  }

  /**
   * What every random choice depends on, with the input and the candidate.
   *
   * @return the seed
   */
  public long seed() {
    return seed;
  }

  /**
   * How many inputs share a batch.
   *
   * @return 1 or more
   */
  public int inputsAtOnce() {
    return inputsAtOnce;
  }

  /** What the inner loop reads where the model is used or measured. */
  LoopSettings forUse() {
    return forLoop(selfEdits, evaluations);
  }

  /** What it reads in the rounds of the outer loop. */
  LoopSettings forRounds() {
    return forLoop(roundSelfEdits, roundEvaluations());
  }

  private LoopSettings forLoop(int selfEdits, int evaluations) {
    return new LoopSettings(
        lora(),
        training(),
        selfEditSampling(),
        answerSampling(),
        selfEdits,
        evaluations,
        trainingTokens);
  }

  /** What decides the results, by name. */
  Map<String, String> byName() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("method", method + (writes ? ", " + selfEdits + " per input" : ""));
    lines.put("lora", lora.toString());
    lines.put(
        "training",
        training
            + (trainingTokens.isPresent()
                ? ", on " + trainingTokens.getAsLong() + " tokens in the place of epochs"
                : "")
            + (evaluations > 1 ? ", " + evaluations + " evaluations" : ""));
    lines.put("self-edit", selfEditSampling.toString());
    lines.put("answer", answerSampling.toString());
    lines.put("reward", reward);
    lines.put("run", "seed " + seed + ", " + inputsAtOnce + " inputs at once");
    return lines;
  }

  /** What else decides the results of {@link Seal#improve}, by name. */
  Map<String, String> ofRounds() {
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put(
        "rounds",
        rounds
            + (inputsPerRound.isPresent()
                ? " of " + inputsPerRound.getAsInt() + " inputs"
                : " over all inputs")
            + (writes && roundSelfEdits != selfEdits
                ? ", " + roundSelfEdits + " self-edits per input"
                : "")
            + (sameInputsEachRound ? ", the same in each" : ""));
    lines.put("evaluations", roundEvaluations.toString());
    lines.put("selection", selection.toString());
    lines.put("fine-tuning", fineTuning.toString());
    return lines;
  }

  /**
   * The settings in words, a line each, with the sources of those that depend on the model.
   *
   * @return several lines without a line break at the end
   */
  public String describe() {
    return lines(byName());
  }

  /**
   * The settings of {@link Seal#improve} alone, in the same form.
   *
   * @return several lines without a line break at the end
   */
  public String describeRounds() {
    return lines(ofRounds());
  }

  private static String lines(Map<String, String> named) {
    return named.entrySet().stream()
        .map(entry -> Strings.padEnd(entry.getKey(), NAMES, ' ') + entry.getValue())
        .collect(Collectors.joining("\n"));
  }

  /** As {@link #describe()}. */
  @Override
  public String toString() {
    return describe();
  }

  private record Chosen<V>(V value, Source source) {

    static <V> Chosen<V> of(@Nullable V user, @Nullable V model, V paper) {
      if (user != null) {
        return new Chosen<>(user, Source.USER);
      }
      return model != null ? new Chosen<>(model, Source.MODEL) : new Chosen<>(paper, Source.PAPER);
    }

    @Override
    public String toString() {
      return value + " (" + source + ')';
    }
  }
}
