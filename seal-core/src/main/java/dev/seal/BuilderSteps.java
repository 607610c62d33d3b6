package dev.seal;

import static java.util.Objects.requireNonNull;

import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.task.Task;
import org.jspecify.annotations.Nullable;

/** The required settings, one stage interface each, so that leaving one out does not compile. */
final class BuilderSteps implements ModelStep, TaskStep {

  private @Nullable ModelSource model;

  @Override
  public TaskStep model(String model) {
    return model(ModelRef.parse(requireNonNull(model, "model")));
  }

  @Override
  public TaskStep model(ModelRef model) {
    this.model = new ModelSource.Reference(requireNonNull(model, "model"));
    return this;
  }

  @Override
  public TaskStep model(LanguageModel model) {
    this.model = new ModelSource.Opened(requireNonNull(model, "model"));
    return this;
  }

  @Override
  public <T> SealBuilder<T> task(Task<T> task) {
    return new SealBuilder<>(requireNonNull(model, "model"), requireNonNull(task, "task"));
  }
}
