package dev.seal;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;
import dev.seal.spi.EngineProvider;
import java.util.Optional;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** Where a Seal's model comes from, and with it who closes it. */
sealed interface ModelSource {

  /** The open model, with null for the engine's default options. */
  LanguageModel open(@Nullable EngineOptions options, Workload workload);

  /** Whether the Seal closes the model. */
  boolean owned();

  /** A model that the caller opened and will close. */
  record Opened(LanguageModel model) implements ModelSource {

    @Override
    public LanguageModel open(@Nullable EngineOptions options, Workload workload) {
      if (options != null) {
        throw new IllegalStateException(
            "engine options ("
                + options
                + ") cannot change a model that is open already; open the model with them, or pass"
                + " a ModelRef to model(...)");
      }
      return model;
    }

    @Override
    public boolean owned() {
      return false;
    }
  }

  /** A model that is opened here. */
  record Reference(ModelRef model) implements ModelSource {

    @Override
    public LanguageModel open(@Nullable EngineOptions options, Workload workload) {
      EngineProvider engine =
          first(Thread.currentThread().getContextClassLoader())
              .or(() -> first(Seal.class.getClassLoader()))
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          "no engine to open "
                              + model
                              + " with; put seal-lora on the class path, or pass an open"
                              + " LanguageModel to model(...)"));
      return engine.open(
          model, options == null ? EngineOptions.builder().build() : options, workload);
    }

    @Override
    public boolean owned() {
      return true;
    }

    private static Optional<EngineProvider> first(@Nullable ClassLoader loader) {
      return ServiceLoader.load(EngineProvider.class, loader).findFirst();
    }
  }
}
