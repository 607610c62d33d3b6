package dev.seal.api.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How an engine runs a model. Immutable. */
public final class EngineOptions {

  private static final Set<String> SET_BY_PROMPTS = Set.of("messages", "add_generation_prompt");
  private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

  private final String device;
  private final int batchTokens;
  private final int adapterMebibytes;
  private final @Nullable ChatFormat chatFormat;
  private final Map<String, Object> templateVariables;

  private EngineOptions(Builder builder) {
    this.device = builder.device;
    this.batchTokens = builder.batchTokens;
    this.adapterMebibytes = builder.adapterMebibytes;
    this.chatFormat = builder.chatFormat;
    this.templateVariables = builder.templateVariables;
  }

  /**
   * A builder with the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The device asked for.
   *
   * @return {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   */
  public String device() {
    return device;
  }

  /**
   * The token budget of a batch.
   *
   * @return the number of tokens
   */
  public int batchTokens() {
    return batchTokens;
  }

  /**
   * The memory budget of adapters in training.
   *
   * @return the number of MiB
   */
  public int adapterMebibytes() {
    return adapterMebibytes;
  }

  /**
   * What writes conversations in place of the model's chat template.
   *
   * @return the format, if one was set
   */
  public Optional<ChatFormat> chatFormat() {
    return Optional.ofNullable(chatFormat);
  }

  /**
   * Variables for the model's chat template.
   *
   * @return the values by name, unmodifiable
   */
  public Map<String, Object> templateVariables() {
    return templateVariables;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EngineOptions that
        && device.equals(that.device)
        && batchTokens == that.batchTokens
        && adapterMebibytes == that.adapterMebibytes
        && Objects.equals(chatFormat, that.chatFormat)
        && templateVariables.equals(that.templateVariables);
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, batchTokens, adapterMebibytes, chatFormat, templateVariables);
  }

  @Override
  public String toString() {
    return "device "
        + device
        + ", batches of "
        + batchTokens
        + " tokens, "
        + adapterMebibytes
        + " MiB for adapters in training"
        + (chatFormat == null ? "" : ", a chat format of its own")
        + (templateVariables.isEmpty() ? "" : ", template variables " + templateVariables);
  }

  /** Collects {@link EngineOptions}. Not safe for use by several threads. */
  public static final class Builder {

    private String device = "auto";
    private int batchTokens = 1024;
    private int adapterMebibytes = 4096;
    private @Nullable ChatFormat chatFormat;
    private Map<String, Object> templateVariables = Map.of();

    private Builder() {}

    /**
     * Sets the device; default {@code auto}: the first CUDA device where the native library has
     * one, else the CPU. A CUDA device that was asked for by name and is not there is an error when
     * the model is opened. Weights are f32 on a CPU and bf16 on a CUDA device.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public Builder device(String device) {
      if (!DEVICE.matcher(device).matches()) {
        throw new IllegalArgumentException(
            "device must be auto, cpu, cuda or cuda:N, but was \"" + device + '"');
      }
      this.device = device;
      return this;
    }

    /**
     * Sets how many tokens go through the model at once at most; default 1024. More need more
     * memory and, up to a point, less time. The cut into batches depends on this and on the
     * requests only; a single document or prompt that is longer makes a batch of its own.
     *
     * @param batchTokens 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder batchTokens(int batchTokens) {
      if (batchTokens < 1) {
        throw new IllegalArgumentException("batch tokens must be >= 1, but was " + batchTokens);
      }
      this.batchTokens = batchTokens;
      return this;
    }

    /**
     * Sets how much memory adapters that are trained side by side may take together, with their
     * gradients and optimizer state (16 bytes a value); default 4096 MiB. Plans beyond it wait for
     * others to be done; one is always trained.
     *
     * @param adapterMebibytes 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder adapterMebibytes(int adapterMebibytes) {
      if (adapterMebibytes < 1) {
        throw new IllegalArgumentException(
            "the memory of adapters in training must be >= 1 MiB, but was " + adapterMebibytes);
      }
      this.adapterMebibytes = adapterMebibytes;
      return this;
    }

    /**
     * Sets what writes conversations; default the model's own chat template. With a format, a model
     * without a template takes chat prompts too.
     *
     * @param chatFormat the format
     * @return this
     */
    public Builder chatFormat(ChatFormat chatFormat) {
      this.chatFormat = Objects.requireNonNull(chatFormat, "chatFormat");
      return this;
    }

    /**
     * Sets variables for the model's chat template; default none. Which there are is the template's
     * own matter: {@code enable_thinking} of Qwen3 (false: answer at once), {@code date_string} of
     * Llama 3.1 and later. Today's date enters no prompt unasked: for a template that calls the
     * function {@code strftime_now}, the variable of that name is a date such as {@code
     * 2025-01-31}. Replaces all that were set before.
     *
     * @param variables text, numbers, truth values, lists and maps of these, by name
     * @return this
     * @throws IllegalArgumentException if a value is of another type, or a name is {@code messages}
     *     or {@code add_generation_prompt}, which every prompt sets
     */
    public Builder templateVariables(Map<String, ?> variables) {
      Map<String, Object> copy = new LinkedHashMap<>();
      variables.forEach(
          (name, value) -> {
            if (SET_BY_PROMPTS.contains(name)) {
              throw new IllegalArgumentException(
                  "the template variable \"" + name + "\" is set by every prompt; choose another");
            }
            copy.put(name, copy(name, value));
          });
      this.templateVariables = Collections.unmodifiableMap(copy);
      return this;
    }

    private static Object copy(String name, @Nullable Object value) {
      if (value instanceof String || value instanceof Number || value instanceof Boolean) {
        return value;
      }
      if (value instanceof List<?> list) {
        return list.stream().map(each -> copy(name, each)).toList();
      }
      if (value instanceof Map<?, ?> map) {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, each) -> copy.put(copy(name, key), copy(name, each)));
        return Collections.unmodifiableMap(copy);
      }
      throw new IllegalArgumentException(
          "the template variable \""
              + name
              + "\" must be text, a number, true or false, or a list or map of these, but holds "
              + (value == null ? "null" : "a " + value.getClass().getName()));
    }

    /**
     * Builds.
     *
     * @return the options
     * @throws IllegalStateException if both a chat format and template variables were set: a format
     *     takes none
     */
    public EngineOptions build() {
      if (chatFormat != null && !templateVariables.isEmpty()) {
        throw new IllegalStateException(
            "template variables "
                + templateVariables.keySet()
                + " are for the model's chat template, but a chat format takes its place; set one"
                + " of them");
      }
      return new EngineOptions(this);
    }
  }
}
