package dev.seal;

import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import dev.seal.internal.loop.LoopSettings;
import dev.seal.internal.loop.Window;
import java.util.Locale;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Seal} really uses. What the user says stands before what the model recommends
 * ({@link ModelInfo#recommended()}), and that before {@link PaperDefaults}. Immutable.
 */
public final class SealSettings {

  /** Where a setting came from. */
  public enum Source {
    /** The paper's value, from {@link PaperDefaults}. */
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

  private final Chosen<LoraSpec> lora;
  private final Chosen<TrainingSpec> training;
  private final Chosen<Sampling> selfEditSampling;
  private final Chosen<Sampling> answerSampling;
  private final int selfEdits;
  private final String method;
  private final String reward;
  private final long seed;
  private final int inputsAtOnce;

  SealSettings(SealBuilder<?> said, ModelInfo model) {
    Recommended recommended = model.recommended();
    this.lora = Chosen.of(said.lora, recommended.lora(), LoraSpec.builder().build());
    Chosen<TrainingSpec> chosen =
        Chosen.of(said.training, recommended.training(), TrainingSpec.builder().build());
    this.training = new Chosen<>(Window.fit(chosen.value(), model), chosen.source());
    this.selfEditSampling =
        Chosen.of(said.selfEditSampling, recommended.selfEdit(), PaperDefaults.SELF_EDIT);
    this.answerSampling =
        Chosen.of(said.answerSampling, recommended.answer(), PaperDefaults.ANSWER);
    this.selfEdits = said.selfEdits;
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
   * Self-edits sampled per input.
   *
   * @return 1 or more; empty for a method that samples none
   */
  public OptionalInt selfEdits() {
    return method.equals(Method.selfEdits().name())
        ? OptionalInt.of(selfEdits)
        : OptionalInt.empty();
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

  LoopSettings forLoop() {
    return new LoopSettings(
        lora(), training(), selfEditSampling(), answerSampling(), selfEdits, seed);
  }

  /**
   * The settings in words, a line each, with the sources of those that depend on the model.
   *
   * @return several lines without a line break at the end
   */
  public String describe() {
    return String.join(
        "\n",
        "method    " + method + (selfEdits().isPresent() ? ", " + selfEdits + " per input" : ""),
        "lora      " + lora,
        "training  " + training,
        "self-edit " + selfEditSampling,
        "answer    " + answerSampling,
        "reward    " + reward,
        "run       seed " + seed + ", " + inputsAtOnce + " inputs at once");
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
