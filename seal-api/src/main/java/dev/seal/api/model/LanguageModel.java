package dev.seal.api.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A causal language model that answers and learns. Sets go in and sets come out: each request may
 * name its own adapter, and plans are trained side by side. The model's own weights never change. A
 * result does not depend on what else shares the call, or on the order, beyond f32 rounding; the
 * same call on the same machine gives the same bits.
 *
 * <p>Safe for use by several threads; native work is done by one at a time. Owned by whoever opened
 * it. Every method but {@link #close()} throws {@link IllegalStateException} after it was closed.
 */
public interface LanguageModel extends AutoCloseable {

  /**
   * What the model is and what it runs on.
   *
   * @return the description
   */
  ModelInfo info();

  /**
   * The vocabulary and chat template.
   *
   * @return the tokenizer, owned by the model
   */
  Tokenizer tokenizer();

  /**
   * Draws completions.
   *
   * @param requests the requests
   * @param progress hears of completions done, between decoding steps
   * @return one completion per request, in their order
   * @throws IllegalArgumentException if a prompt has no token
   * @throws dev.seal.api.UnsupportedModelException if a prompt needs the chat template, and that
   *     cannot be rendered
   * @throws dev.seal.api.InputTooLongException if a prompt leaves no room for a token in the window
   * @throws dev.seal.api.AdapterMismatchException if an adapter belongs to another model
   * @throws IllegalStateException if an adapter is closed
   * @throws dev.seal.api.EngineException if the native engine fails
   */
  List<Completion> generate(List<GenerationRequest> requests, Progress progress);

  /**
   * Draws completions.
   *
   * @param requests the requests
   * @return one completion per request, in their order
   * @see #generate(List, Progress)
   */
  default List<Completion> generate(List<GenerationRequest> requests) {
    return generate(requests, Progress.NONE);
  }

  /**
   * Trains one adapter per plan, side by side, each as if alone.
   *
   * @param plans the plans
   * @param progress hears of optimizer steps done, between native calls
   * @return one result per plan, in their order; their adapters are owned by the caller. A plan
   *     whose loss or gradient is not a finite number fails alone; the others go on
   * @throws dev.seal.api.UnsupportedModelException if a document's prompt needs the chat template,
   *     and that cannot be rendered
   * @throws dev.seal.api.InputTooLongException if a document is longer than the window after it was
   *     cut to the plan's maximum length
   * @throws dev.seal.api.AdapterMismatchException if an initial adapter belongs to another model
   * @throws IllegalArgumentException if a plan adapts a layer that the model does not have, or no
   *     matrix at all, or more values than an adapter can have
   * @throws IllegalStateException if an initial adapter is closed
   * @throws dev.seal.api.EngineException if the native engine fails
   */
  List<TrainingResult> train(List<TrainingPlan> plans, Progress progress);

  /**
   * Trains one adapter per plan.
   *
   * @param plans the plans
   * @return one result per plan, in their order; their adapters are owned by the caller
   * @see #train(List, Progress)
   */
  default List<TrainingResult> train(List<TrainingPlan> plans) {
    return train(plans, Progress.NONE);
  }

  /**
   * The probabilities of the tokens of prompts.
   *
   * @param requests the requests
   * @param progress hears of prompts done, between native calls
   * @return one result per request, in their order
   * @throws IllegalArgumentException if a prompt has no token
   * @throws dev.seal.api.UnsupportedModelException if a prompt needs the chat template, and that
   *     cannot be rendered
   * @throws dev.seal.api.InputTooLongException if a prompt is longer than the window
   * @throws dev.seal.api.AdapterMismatchException if an adapter belongs to another model
   * @throws IllegalStateException if an adapter is closed
   * @throws dev.seal.api.EngineException if the native engine fails
   */
  List<Likelihood> logLikelihood(List<LikelihoodRequest> requests, Progress progress);

  /**
   * The probabilities of the tokens of prompts.
   *
   * @param requests the requests
   * @return one result per request, in their order
   * @see #logLikelihood(List, Progress)
   */
  default List<Likelihood> logLikelihood(List<LikelihoodRequest> requests) {
    return logLikelihood(requests, Progress.NONE);
  }

  /**
   * A new model whose weights are this model's with an adapter's changes added: {@code W + scale B
   * A}. This model stays as it is; weights that do not change are shared, and each model may be
   * closed before the other.
   *
   * @param adapter an open adapter of this model; it stays the caller's
   * @return the new model, owned by the caller
   * @throws dev.seal.api.AdapterMismatchException if the adapter belongs to another model
   * @throws IllegalStateException if the adapter is closed
   */
  LanguageModel merge(Adapter adapter);

  /**
   * Writes the model as a folder in Hugging Face layout, which {@link ModelRef#folder} and other
   * tools open: {@code config.json}, {@code model.safetensors} in the {@linkplain
   * ModelInfo#precision() model's precision}, {@code tokenizer.json}, {@code tokenizer_config.json}
   * with the model's own chat template, {@code generation_config.json} with the tokens that end a
   * text, and {@code seal.json} where the model has {@linkplain ModelInfo#recommended()
   * recommendations}. Whatever the model was opened from, and also where it was {@linkplain #merge
   * merged}, it is read back with equal weights and an equal fingerprint. What {@link
   * EngineOptions} set is not written.
   *
   * <p>Each file is written whole or not at all, and replaces one of its name; {@code config.json}
   * comes last. What a model that was there before left in files that readers would take for this
   * one's ({@code seal.json}, {@code model.safetensors.index.json}, {@code chat_template.jinja},
   * {@code special_tokens_map.json}, {@code added_tokens.json}) is deleted.
   *
   * @param folder the folder, made if it is not there
   * @throws dev.seal.api.UnsupportedModelException if a {@code config.json} cannot say which
   *     matrices have biases, as may be with a GGUF file; nothing is written then
   * @throws java.io.UncheckedIOException if it cannot be written
   * @throws dev.seal.api.EngineException if the native engine fails
   */
  void save(Path folder);

  /**
   * Reads an adapter from a folder that {@link Adapter#save} or Hugging Face PEFT wrote, with
   * values in F32, F16 or BF16. What PEFT says by regular expressions and lists of paths, {@link
   * Adapter#spec} says by names.
   *
   * @param folder the folder with {@code adapter_config.json} and {@code adapter_model.safetensors}
   * @return the adapter, owned by the caller
   * @throws dev.seal.api.ModelFormatException if a file is missing, cannot be opened, is damaged or
   *     contradicts itself
   * @throws dev.seal.api.UnsupportedModelException if it uses a variant of LoRA that is not
   *     computed (such as DoRA, trained biases, {@code modules_to_save}), or adapts anything but
   *     the matrices of {@link TargetModule}
   * @throws dev.seal.api.AdapterMismatchException if it was made for another model: by its
   *     fingerprint where it carries one, by its shapes otherwise
   * @throws java.io.UncheckedIOException if reading fails after the weights were opened
   */
  Adapter load(Path folder);

  /**
   * How many native arrays this model and its open adapters hold at the moment. For leak tests: the
   * number after a call equals the number before it, but for what the call returned.
   *
   * @return the number of arrays
   */
  int liveArrays();

  /** Closes the model and every adapter of it that is still open. Closing again does nothing. */
  @Override
  void close();
}
