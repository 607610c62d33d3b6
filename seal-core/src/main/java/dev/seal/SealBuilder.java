package dev.seal;

import static java.util.Objects.requireNonNull;

import com.google.common.primitives.Ints;
import dev.seal.api.Selection;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.Workload;
import dev.seal.api.task.Task;
import dev.seal.api.task.TaskDefaults;
import dev.seal.internal.loop.Approach;
import dev.seal.internal.loop.Closing;
import org.jspecify.annotations.Nullable;

/**
 * Collects the optional settings of a {@link Seal}. By default a Seal rewards the gain in the mean
 * mark, has seed 0 and puts 8 inputs in a batch; the settings that depend on the model come from
 * its recommendation, and all others from {@link Task#defaults()}, the paper's for this task. Each
 * method replaces what was said before. Not safe for use by several threads.
 *
 * @param <T> one thing to learn
 */
public final class SealBuilder<T> {

  private static final int INPUTS_AT_ONCE = 8;

  private final ModelSource model;
  private final Task<T> task;
  Method<T> method = Method.selfEdits();
  Reward reward = Reward.gain();
  @Nullable Integer selfEdits;
  int inputsAtOnce = INPUTS_AT_ONCE;
  long seed;
  @Nullable LoraSpec lora;
  @Nullable TrainingSpec training;
  @Nullable Sampling selfEditSampling;
  @Nullable Sampling answerSampling;
  @Nullable LoraTraining fineTuning;
  @Nullable LoraTraining joint;
  @Nullable Integer evaluations;
  @Nullable Long trainingTokens;
  @Nullable Integer inputsPerRound;
  @Nullable Integer rounds;
  boolean sameInputs;
  boolean paperProfile;
  @Nullable Selection selection;
  private @Nullable LanguageModel judge;
  private @Nullable LanguageModel rater;
  private @Nullable RunFolder folder;
  private String part = "run";
  private @Nullable EngineOptions engine;
  private SealListener listener = new SealListener() {};

  SealBuilder(ModelSource model, Task<T> task) {
    this.model = model;
    this.task = task;
  }

  /**
   * Sets the method; default {@link Method#selfEdits()}.
   *
   * @param method the method
   * @return this
   */
  public SealBuilder<T> method(Method<T> method) {
    this.method = requireNonNull(method, "method");
    return this;
  }

  /**
   * Sets how many self-edits are sampled per input (M in the paper's section 3.1); default {@link
   * TaskDefaults#selfEdits()}, and {@link TaskDefaults#roundSelfEdits()} in {@link Seal#improve}.
   * For {@link Method#selfEdits()} and {@link Method#writtenBy}; other methods sample none and
   * leave this aside.
   *
   * @param selfEdits 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> selfEdits(int selfEdits) {
    if (selfEdits < 1) {
      throw new IllegalArgumentException(
          "self-edits per input must be >= 1, but was "
              + selfEdits
              + "; to measure the model without any, use method(Method.frozen())");
    }
    this.selfEdits = selfEdits;
    return this;
  }

  /**
   * Sets the adapter's shape; default the model's recommendation, else {@link TaskDefaults#lora()}.
   *
   * @param lora the shape
   * @return this
   */
  public SealBuilder<T> lora(LoraSpec lora) {
    this.lora = requireNonNull(lora, "lora");
    return this;
  }

  /**
   * Sets how adapters are trained where a self-edit does not choose; default the model's
   * recommendation, else {@link TaskDefaults#training()}.
   *
   * @param training the settings
   * @return this
   */
  public SealBuilder<T> training(TrainingSpec training) {
    this.training = requireNonNull(training, "training");
    return this;
  }

  /**
   * Sets how self-edits are sampled; default the model's recommendation, else {@link
   * TaskDefaults#selfEdit()}.
   *
   * @param sampling the sampling
   * @return this
   */
  public SealBuilder<T> selfEditSampling(Sampling sampling) {
    this.selfEditSampling = requireNonNull(sampling, "self-edit sampling");
    return this;
  }

  /**
   * Sets how answers are sampled; default the model's recommendation, else {@link
   * TaskDefaults#answer()}.
   *
   * @param sampling the sampling
   * @return this
   */
  public SealBuilder<T> answerSampling(Sampling sampling) {
    this.answerSampling = requireNonNull(sampling, "answer sampling");
    return this;
  }

  /**
   * Sets what a candidate is worth; default {@link Reward#gain()}.
   *
   * @param reward the reward
   * @return this
   */
  public SealBuilder<T> reward(Reward reward) {
    this.reward = requireNonNull(reward, "reward");
    return this;
  }

  /**
   * Sets the seed; default 0. The same seed, settings and input give the same result, whatever else
   * is adapted with it.
   *
   * @param seed any number
   * @return this
   */
  public SealBuilder<T> seed(long seed) {
    this.seed = seed;
    return this;
  }

  /**
   * Sets who hears what the loop does; default nobody. {@link ConsoleProgress} is one. It stays the
   * caller's.
   *
   * @param listener the listener
   * @return this
   */
  public SealBuilder<T> listener(SealListener listener) {
    this.listener = requireNonNull(listener, "listener");
    return this;
  }

  /**
   * Sets how the engine runs the model; default {@link EngineOptions}' own defaults. Only for a
   * model that the Seal opens.
   *
   * @param engine the options
   * @return this
   */
  public SealBuilder<T> engine(EngineOptions engine) {
    this.engine = requireNonNull(engine, "engine options");
    return this;
  }

  /**
   * Sets how many inputs {@link Seal#adaptEach} and the calls on many inputs work on at once;
   * default 8. More use the device better and hold more adapters in memory at a time: those of
   * every candidate of as many inputs. Results do not depend on it, beyond f32 rounding.
   *
   * @param inputs 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> inputsAtOnce(int inputs) {
    if (inputs < 1) {
      throw new IllegalArgumentException("inputs at once must be >= 1, but was " + inputs);
    }
    this.inputsAtOnce = inputs;
    return this;
  }

  /**
   * Sets how many adapters score each self-edit, each trained on the same documents with a seed of
   * its own, as the noise between seeds is larger than that between self-edits (paper's code: 3).
   * Default 1 for {@link Seal#adapt} and {@link Seal#evaluate}; for {@link Seal#improve} the
   * model's recommendation, else {@link TaskDefaults#roundEvaluations()}.
   *
   * @param evaluations 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> evaluations(int evaluations) {
    this.evaluations = atLeastOne("evaluations", evaluations);
    return this;
  }

  /**
   * Trains every adapter of {@link Seal#adapt}, {@link Seal#evaluate} and {@link Seal#improve} on
   * the same number of tokens, so that a longer lesson has no more training: its documents are
   * visited in random orders until the tokens are spent, to the nearest document, in the place of
   * epochs. Default: epochs.
   *
   * @param tokens 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> trainingTokens(long tokens) {
    if (tokens < 1) {
      throw new IllegalArgumentException("training tokens must be >= 1, but were " + tokens);
    }
    this.trainingTokens = tokens;
    return this;
  }

  /**
   * Sets how many rounds {@link Seal#improve} has; default {@link TaskDefaults#rounds()}.
   *
   * @param rounds 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> rounds(int rounds) {
    this.rounds = atLeastOne("rounds", rounds);
    return this;
  }

  /**
   * Sets how many inputs each round of {@link Seal#improve} takes, in the order in which they are
   * given; each round takes others. Default: the number of inputs divided by that of the rounds,
   * rounded down. Inputs behind the last round's are not used.
   *
   * @param inputs 1 or more
   * @return this
   * @throws IllegalArgumentException if it is below 1
   */
  public SealBuilder<T> inputsPerRound(int inputs) {
    this.inputsPerRound = atLeastOne("inputs per round", inputs);
    return this;
  }

  /**
   * Lets every round of {@link Seal#improve} work on the same inputs, the first ones; default: each
   * round takes others.
   *
   * @return this
   */
  public SealBuilder<T> sameInputsEachRound() {
    this.sameInputs = true;
    return this;
  }

  /**
   * Sets which self-edits {@link Seal#improve} fine-tunes on; default {@link
   * TaskDefaults#selection()}.
   *
   * @param selection the rule
   * @return this
   */
  public SealBuilder<T> selection(Selection selection) {
    this.selection = requireNonNull(selection, "selection");
    return this;
  }

  /**
   * Sets how {@link Seal#improve} fine-tunes the model on its best self-edits; default the model's
   * recommendation, else {@link TaskDefaults#fineTuning()}.
   *
   * @param fineTuning shape and training
   * @return this
   */
  public SealBuilder<T> fineTuning(LoraTraining fineTuning) {
    this.fineTuning = requireNonNull(fineTuning, "fine-tuning");
    return this;
  }

  /**
   * Sets how {@link Seal#adaptAll} trains its one adapter; default the model's recommendation, else
   * {@link TaskDefaults#joint()}.
   *
   * @param joint shape and training
   * @return this
   */
  public SealBuilder<T> joint(LoraTraining joint) {
    this.joint = requireNonNull(joint, "joint");
    return this;
  }

  /**
   * Leaves aside what the model recommends: what the user does not say is the paper's.
   *
   * @return this
   */
  public SealBuilder<T> paperProfile() {
    this.paperProfile = true;
    return this;
  }

  /**
   * Sets who marks answers where the task asks for a judge; default the Seal's model as it was
   * built, also after it was improved. It stays the caller's.
   *
   * @param judge an open model
   * @return this
   */
  public SealBuilder<T> judge(LanguageModel judge) {
    this.judge = requireNonNull(judge, "judge");
    return this;
  }

  /**
   * Sets who rates self-edits for {@link Reward#proxy()}; default the model itself. It stays the
   * caller's.
   *
   * @param rater an open model
   * @return this
   */
  public SealBuilder<T> rater(LanguageModel rater) {
    this.rater = requireNonNull(rater, "rater");
    return this;
  }

  /**
   * Records {@link Seal#evaluate}, {@link Seal#improve} and {@link Seal#adaptAll} in a folder, so
   * that the same program, started again after it was stopped at any moment, goes on where it was
   * and ends with the same results; default: nothing is recorded. {@link Seal#adapt} and {@link
   * Seal#adaptEach} record nothing. The folder stays the caller's.
   *
   * @param folder an open folder
   * @param part what tells this Seal's steps from those of other Seals in the same folder: a name
   *     of letters, digits and hyphens, for one Seal
   * @return this
   */
  public SealBuilder<T> folder(RunFolder folder, String part) {
    this.folder = requireNonNull(folder, "folder");
    this.part = requireNonNull(part, "part");
    return this;
  }

  private static int atLeastOne(String what, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(what + " must be >= 1, but was " + value);
    }
    return value;
  }

  /**
   * Opens the model where it is not open yet, and builds. The builder may go on to build others.
   *
   * @return the Seal, owned by the caller
   * @throws IllegalStateException if the model has to be opened and there is no engine on the class
   *     path; if the run folder's part has another Seal; if engine options were given for a model
   *     that is open already; or if the proxy reward comes with a selection that needs marks, or
   *     with a task that makes no prompts for ratings
   * @throws IllegalArgumentException if the run folder's part is not such a name, or the model
   *     recommends for the task what that does not know
   * @throws dev.seal.api.SealException if the engine cannot open the model
   */
  public Seal<T> build() {
    LanguageModel opened = model.open(engine, workload());
    try {
      Recommended recommended = paperProfile ? Recommended.NONE : opened.info().recommended();
      Task<T> suited = task.forModel(recommended);
      SealSettings settings = new SealSettings(this, recommended, suited.defaults(), opened.info());
      Seal<T> seal =
          new Seal<>(
              opened,
              model.owned(),
              new Parts<>(suited, method.approach(), reward, judge, rater, settings, listener),
              folder,
              part);
      if (folder != null) {
        folder.take(part); // last, so that a build that is refused leaves the part free
      }
      return seal;
    } catch (RuntimeException | Error failure) {
      if (model.owned()) {
        Closing.afterFailure(opened, failure);
      }
      throw failure;
    }
  }

  private Workload workload() {
    Workload.Builder workload =
        Workload.builder().adapters(Ints.saturatedCast((long) inputsAtOnce * adaptersPerInput()));
    if (lora != null) {
      workload.lora(lora);
    }
    return workload.build();
  }

  // How many lessons someone else gives is not known before they are asked.
  private int adaptersPerInput() {
    if (method.approach().writes()) {
      TaskDefaults defaults = task.defaults();
      return selfEdits == null
          ? Math.max(defaults.selfEdits(), defaults.roundSelfEdits())
          : selfEdits;
    }
    return method.approach() instanceof Approach.Frozen
            || method.approach() instanceof Approach.InContext
        ? 0
        : 1;
  }
}
