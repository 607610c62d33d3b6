package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Passage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;
import dev.seal.spi.EngineProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelSourceTest {

  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  @Test
  void without_an_engine_the_message_names_the_remedy() {
    assertThatThrownBy(() -> Seal.builder().model("resource:m").task(new WordTask()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "no engine to open resource:m with; put seal-lora on the class path, or pass an open"
                + " LanguageModel to model(...)");
    assertThatThrownBy(() -> Seal.builder().model("no such folder"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_model_that_the_seal_opened_is_closed_with_it(@TempDir Path folder) throws IOException {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(EngineProvider.class.getName()), FakeEngine.class.getName());
    try (URLClassLoader loader = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
      Thread.currentThread().setContextClassLoader(loader);
      Seal<Passage> seal =
          Seal.builder()
              .model(ModelRef.resource("m"))
              .task(new WordTask())
              .engine(EngineOptions.builder().device("cpu").build())
              .build();
      ScriptedModel model = (ScriptedModel) seal.model();
      Adaptation<Passage> learned = seal.adapt(WordTask.passage("red", "red"));
      assertThat(model.openAdapters()).isEqualTo(1);
      seal.close();
      assertThat(model.closed).isTrue();
      assertThatThrownBy(learned::adapter).hasMessageContaining("with its model");
    }
  }

  /** An engine for the service file that the test writes. */
  public static final class FakeEngine implements EngineProvider {

    /** For the service loader. */
    public FakeEngine() {}

    @Override
    public String name() {
      return "fake";
    }

    @Override
    public MemoryEstimate estimate(ModelRef model, EngineOptions options, Workload workload) {
      throw new UnsupportedOperationException("nobody asks for it");
    }

    @Override
    public LanguageModel open(ModelRef model, EngineOptions options, Workload workload) {
      assertThat(options.device()).isEqualTo("cpu");
      assertThat(workload.adapters()).isEqualTo(8 * 5);
      return new ScriptedModel("red");
    }
  }
}
